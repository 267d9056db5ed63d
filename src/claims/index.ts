import type { Claim } from '../model/claim';
import { absorbing } from './absorbing';
import { correlation } from './correlation';
import { curvatureNoise } from './curvatureNoise';
import { escapeTime } from './escape';
import { flatMinima } from './flatMinima';
import { generalization } from './generalization';
import { gradientNoise } from './gradientNoise';
import { hitting } from './hitting';
import { initializations } from './initializations';
import { lock } from './lock';
import { mixing } from './mixing';
import { nullSets } from './nullSets';
import { phaseDiagram } from './phaseDiagram';
import { saddleExit } from './saddleExit';
import { sgdEscape } from './sgdEscape';
import { sgdTemperature } from './sgdTemperature';
import { timeAverages } from './timeAverages';

/** The claims of the certificate, in the order of the seed's proof. */
export const claims: readonly Claim[] = [
  gradientNoise,
  sgdTemperature,
  sgdEscape,
  mixing,
  timeAverages,
  initializations,
  nullSets,
  hitting,
  absorbing,
  flatMinima,
  curvatureNoise,
  escapeTime,
  correlation,
  generalization,
  saddleExit,
  lock,
  phaseDiagram,
];
