import type { Landscape } from '../model/landscape';
import { absorbing } from './absorbing';
import { doubleWell } from './doubleWell';
import { flatSharp } from './flatSharp';
import { funnel } from './funnel';
import { gaussian } from './gaussian';
import { harmonic } from './harmonic';
import { mullerBrown } from './mullerBrown';
import { prinz } from './prinz';
import { ring } from './ring';
import { rosenbrock } from './rosenbrock';
import { saddle } from './saddle';
import { tiltedDoubleWell } from './tiltedDoubleWell';
import { tripleWell } from './tripleWell';

/** The catalogue, in the order in which it is listed. */
export const landscapes: readonly Landscape[] = [
  harmonic,
  gaussian,
  doubleWell,
  tiltedDoubleWell,
  tripleWell,
  mullerBrown,
  prinz,
  flatSharp,
  ring,
  saddle,
  rosenbrock,
  funnel,
  absorbing,
];
