export { tallyArrays } from './arrays';
export { summarise } from './summarise';
export { asCount, particleSteps, timing } from './timing';
