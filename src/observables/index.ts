import type { Observable } from '../model/observable';
import { curvature } from './curvature';
import { histogram } from './histogram';
import { moments } from './moments';
import { nullSet } from './nullSet';
import { passage } from './passage';
import { snapshot } from './snapshot';

/** Every kind of observable. A new one is one file and one line here. */
export const observables: readonly Observable[] = [
  curvature,
  histogram,
  moments,
  nullSet,
  passage,
  snapshot,
] as Observable[];
