import type { Method } from '../model/method';
import { baoab } from './baoab';
import { eulerMaruyama } from './eulerMaruyama';
import { leimkuhlerMatthews } from './leimkuhlerMatthews';
import { mala } from './mala';
import { obabo } from './obabo';
import { sgd } from './sgd';
import { sgdSde } from './sgdSde';
import { sgld } from './sgld';

/** Every method of the engine. A new one is one file and one line here. */
export const methods: readonly Method[] = [eulerMaruyama, leimkuhlerMatthews, mala, baoab, obabo, sgd, sgld, sgdSde];
