import { denoOn } from './deno';
import { swiftShader } from './drivers';
import { checkImplementation } from './suite';

checkImplementation(denoOn(swiftShader));
