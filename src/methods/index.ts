import type { Method } from '../model/method';
import { eulerMaruyama } from './eulerMaruyama';
import { leimkuhlerMatthews } from './leimkuhlerMatthews';

/** Every method of the engine. A new one is one file and one line here. */
export const methods: readonly Method[] = [eulerMaruyama, leimkuhlerMatthews];
