import { chromium } from './browsers';
import { checkImplementation } from './suite';

checkImplementation(chromium);
