import type { Observable } from '../model/observable';
import { autocorrelation } from './autocorrelation';
import { curvature } from './curvature';
import { histogram } from './histogram';
import { moments } from './moments';
import { nullSet } from './nullSet';
import { passage } from './passage';
import { series } from './series';
import { snapshot } from './snapshot';
import { timeAverage } from './timeAverage';

/** Every kind of observable. A new one is one file and one line here. */
export const observables: readonly Observable[] = [
  autocorrelation,
  curvature,
  histogram,
  moments,
  nullSet,
  passage,
  series,
  snapshot,
  timeAverage,
] as Observable[];
