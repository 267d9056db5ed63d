import type { Peer } from '../peer';
import { byHand } from './byHand';
import { cpp, cppLanes } from './cpp';
import { javascript } from './javascript';
import { jaxjs } from './jaxjs';
import { numpy } from './numpy';
import { tfjs, tfjsDevice } from './tfjs';
import { typegpu } from './typegpu';

export const peers: readonly Peer[] = [byHand, cpp, cppLanes, numpy, javascript, tfjs, tfjsDevice, jaxjs, typegpu];
