import { node } from './node';
import { checkImplementation } from './suite';

checkImplementation(node);
