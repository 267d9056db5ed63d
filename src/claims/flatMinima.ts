import type { Claim } from '../model/claim';
import type { PointResult } from '../model/result';
import { curve, measuredAt } from './parts/curves';
import { estimateAt, logarithm, referenceAt, slopeOf, slopeOfExact } from './parts/estimates';
import { equal } from './parts/evidence';
import {
  basin,
  curvatures,
  exactDiscMass,
  exactOdds,
  flatSharpIn,
  logCurvatureRatio,
  odds,
} from './parts/flatSharpWells';

const dimensions = [1, 2, 3] as const;
type Dimension = (typeof dimensions)[number];
const names = { 1: 'line', 2: 'plane', 3: 'space' } as const;
/** Mixing between the wells takes 15 units of time at the lower of them. */
const temperatures = [0.4, 0.8];
const mixed = 2400;
const radii = [0.16, 0.12, 0.09, 0.065, 0.045];

const flatMass = (point: PointResult) => estimateAt(point, 'flat.mean.0');

/** Tubes around both minima of the plane: balls that reach no farther than the sharper well. */
const tube = (zero: string) => ({ kind: 'nullSet', zero: [zero, 'y'], radii, hits: false, every: 5 });
const tubes = { flatMinimum: tube('x + 1'), sharpMinimum: tube('x - 1') };

const experiment = (d: Dimension, scale: number) => ({
  title: `A flat and a sharp well of equal depth in ${d} dimension${d > 1 ? 's' : ''}`,
  ...flatSharpIn(d),
  temperature: temperatures,
  method: { name: 'mala', step: 0.05 },
  ensemble: {
    particles: 2 ** 13 * scale,
    start: { kind: 'uniform', low: [-2, -1, -1].slice(0, d), high: [1.2, 1, 1].slice(0, d) },
  },
  burnIn: mixed,
  steps: mixed,
  observe: { flat: { kind: 'moments', of: [basin], every: 10 }, ...(d === 2 && tubes) },
});

export const flatMinima: Claim = {
  id: 'flat-minima',
  title: 'Flat minima hold more mass',
  seedStep: '5',
  seedStatement:
    'SGD prefers flat minima because: 1. Flat regions have larger measure 2. Ergodic dynamics spend more time in larger-measure regions 3. Sharp minima are escaped via noise',
  seed: {
    verdict: 'holds with a condition',
    because:
      'under white noise the preference is a power law of basin masses, and not one of measure zero: either minimum is a null set, and the same mass lies close to both',
  },
  statement:
    'Of two wells of equal depth under white noise the flat one holds the more mass by a power law: the odds tend to √(det H_sharp / det H_flat) as T → 0, here 3, 9 and 27 in one, two and three dimensions. The tubes around the flat and the sharp minimum have the same exponent, 2 in the plane, and at small radii nearly the same mass.',
  source: 'Laplace’s method; masses by quadrature. Hochreiter & Schmidhuber 1997, Neural Comput. 9:1–42',
  experiments: (scale) => Object.fromEntries(dimensions.map((d) => [names[d], experiment(d, scale)])),
  judge(results) {
    const at = (d: Dimension) => results[names[d]];
    return {
      evidence: [
        ...dimensions.flatMap((d) => at(d).map((point) => massEvidence(d, point))),
        powerEvidence(dimensions.map((d) => at(d)[0])),
        ...tubeEvidence(at(2)[0]),
      ],
      figure: {
        kind: 'curves',
        title: 'Odds of the flat well against temperature',
        text: 'How many times as much mass the flat well holds as the sharp one, at two temperatures in one, two and three dimensions, on exact curves that rise to 3, 9 and 27 as the temperature falls to zero.',
        x: { label: 'temperature T (potential units)' },
        y: { label: 'mass of the flat well over mass of the sharp well', scale: 'log' },
        series: dimensions.flatMap((d, set) => [
          measuredAt(`${d} dimension${d > 1 ? 's' : ''}`, set, temperatures, at(d).map(flatMass).map(odds)),
          curve('exact', 'exact', set, 0.05, 1, (T) => exactOdds(d, T)),
          curve('root of the ratio of det H', 'guide', set, 0.05, 1, () => Math.exp((d / 2) * logCurvatureRatio)),
        ]),
      },
    };
  },
};

function massEvidence(d: Dimension, point: PointResult) {
  const quantity = `mass of the flat well in dimension ${d} at T = ${point.temperature}`;
  const exact = referenceAt(point, 'flat.mean.0');
  // As a share of what the sharp well holds.
  return equal(quantity, flatMass(point), exact, { resolution: 0.08 * d * (1 - exact) });
}

/** Log odds against ½ log of the ratio of determinants: a slope of 1 as T → 0. */
function powerEvidence(points: readonly PointResult[]) {
  const T = Number(points[0].temperature);
  const log = points.map((point, i) => ({
    x: (dimensions[i] / 2) * logCurvatureRatio,
    y: logarithm(odds(flatMass(point))),
  }));
  const exact = slopeOfExact(
    log,
    dimensions.map((d) => Math.log(exactOdds(d, T))),
  );
  const quantity = `power of √(det H_sharp / det H_flat) in the odds at T = ${T}`;
  return equal(quantity, slopeOf(log), exact, { resolution: 0.1 });
}

function tubeEvidence(point: PointResult) {
  return (['flat', 'sharp'] as const).flatMap((which) => {
    const name = `${which}Minimum`;
    const mass = (i: number) => {
      const quantity = `mass within ${radii[i]} of the ${which} minimum`;
      const exact = exactDiscMass(Number(point.temperature), which === 'flat' ? -1 : 1, radii[i]);
      return equal(quantity, estimateAt(point, `${name}.radii.${i}.occupancy`), exact, { within: 0.15 });
    };
    const quantity = `exponent of the tube of the ${which} minimum (curvature ${curvatures[which].toPrecision(3)}) in the plane`;
    const exponent = estimateAt(point, `${name}.exponent`);
    return [equal(quantity, exponent, 2, { resolution: 0.25, against: true }), mass(1), mass(3)];
  });
}
