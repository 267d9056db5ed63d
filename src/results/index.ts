export { tallyArrays } from './arrays';
export { summarise } from './summarise';
