export { ErgodicError, type Failure, exitStatus } from '../errors';
