import type { Claim, ClaimFigure, Evidence } from '../model/claim';
import type { PointResult } from '../model/result';
import { curve, measuredAt } from './parts/curves';
import { estimateAt, referenceAt, valueAt } from './parts/estimates';
import { differs, equal, exactly } from './parts/evidence';
import { goodnessOfFit } from './parts/goodnessOfFit';
import { type SteppedSaddle, steppedSaddle, tiltedSaddle } from './parts/tiltedSaddle';
import { tubeExponent } from './parts/tubeExponent';

const temperature = 0.5;
const step = 0.01;
const tilt = 0.2;
const radii = [0.4, 0.3, 0.2, 0.15, 0.1];
const within = [[-2, 2]];
const bins = 12;
/** Of the correlations that tell the rate, and of late ones. */
const lags = { early: [0.5, 1, 1.5, 2, 3, 4, 5], late: [5, 10, 20] };
const visits = { radius: 0.1, time: 40 };

const problem = { ...tiltedSaddle, parameters: { tilt }, temperature };
/** With about as many in each well as there are in the end. */
const start = { kind: 'uniform', low: [-1.5], high: [0.8] };

export const lock: Claim = {
  id: 'lock',
  title: 'The lock: four statements on one landscape',
  seedStep: '10',
  seedStatement:
    'Theorem (Mixing Barrier Lock): 1. Mixing: SGD induces mixing dynamics 2. Stationary: Limiting distribution π exists 3. Barrier: μ(Σ) = 0 ⟹ π(Σ) = 0 4. Lock: Degenerate configurations avoided almost surely',
  seed: {
    verdict: 'holds with a condition',
    because:
      'the noise has to reach every direction and the potential to confine, and what is avoided is the set itself: every tube around it is entered by almost every path, and keeps its share of the stationary mass',
  },
  statement:
    'In two wells that are joined by a saddle, with noise in both directions: correlations decay at the spectral gap; the law tends to π ∝ exp(−U/T); the disc of radius ε around the saddle carries a mass that falls as ε²; no record lies on the saddle. But paths do enter every disc of positive radius around it: one of radius 0.1 nine in ten within ten relaxation times.',
  source:
    'Bakry, Gentil & Ledoux, Analysis and Geometry of Markov Diffusion Operators (2014), §4.2; exact numbers by quadrature and from the generator, allowances for the step from the exact law of its chain',
  experiments: (scale) => ({
    stationary: {
      title: 'Two wells and a saddle',
      ...problem,
      method: { name: 'leimkuhler-matthews', step },
      ensemble: { particles: 2 ** 16 * scale, start },
      burnIn: 3000,
      steps: 2500,
      observe: {
        memory: { kind: 'autocorrelation', of: 'x', lags: lags.early },
        late: { kind: 'autocorrelation', of: 'x', lags: lags.late },
        moments: { kind: 'moments', of: ['x', 'x^2', 'y^2', 'x > 0 ? 1 : 0'], every: 20 },
        record: {
          kind: 'histogram',
          of: ['x', 'y'],
          range: [
            [-1.4, 1.4],
            [-0.8, 0.8],
          ],
          bins: [bins, bins],
          every: 2000,
        },
        saddle: { kind: 'nullSet', critical: 'saddle', within, radii, hits: false, every: 10 },
      },
    },
    visits: {
      title: 'Visits to the surroundings of the saddle',
      ...problem,
      method: { name: 'euler-maruyama', step },
      ensemble: { particles: 2 ** 12 * scale, start },
      steps: Math.round(visits.time / step),
      observe: { saddle: { kind: 'nullSet', critical: 'saddle', within, radii: [visits.radius] } },
    },
  }),
  judge: ({ stationary: [stationary], visits: [visiting] }) => {
    const stepped = steppedSaddle(temperature, tilt, step);
    return {
      evidence: [
        ...ofMixing(stationary, stepped),
        ...ofTheStationary(stationary, stepped),
        ...ofTheBarrier(stationary, stepped),
        ...ofTheLock(stationary, visiting),
      ],
      figure: figureOf(stationary, stepped),
    };
  },
};

function ofMixing(point: PointResult, stepped: SteppedSaddle): Evidence[] {
  const correlations = stepped.correlation(lags.late.map((t) => Math.round(t / step)));
  const rate = Math.log(correlations[0] / correlations[1]) / (lags.late[1] - lags.late[0]);
  const at = (path: string) => [estimateAt(point, path), referenceAt(point, path)] as const;
  const [measured, gap] = at('memory.relaxationRate');
  return [
    equal('1 mixing: rate at which x is forgotten', measured, gap, { bias: Math.abs(rate - gap), within: 0.12 }),
    ...lags.late.map((lag, i) => {
      const [correlation, exact] = at(`late.values.${i}`);
      const terms = { bias: Math.abs(correlations[i] - exact), resolution: 0.06 };
      return equal(`1 mixing: correlation of x over time ${lag}`, correlation, exact, terms);
    }),
  ];
}

function ofTheStationary(point: PointResult, { mean, above, variance }: SteppedSaddle): Evidence[] {
  const numbers = [
    ['mean of x', mean((x) => x), 0.03],
    ['mean of x²', mean((x) => x * x), 0.02],
    ['mean of y²', variance, 0.0025],
    ['mass of the shallower well', above, 0.02],
  ] as const;
  const { value } = estimateAt(point, 'record.chiSquare');
  const cells = bins ** 2 + 1;
  return [
    ...numbers.map(([name, stepped, resolution], i) => {
      const path = `moments.mean.${i}`;
      const expected = referenceAt(point, path);
      const bias = Math.abs(stepped - expected);
      return equal(`2 stationary: ${name}`, estimateAt(point, path), expected, { bias, resolution });
    }),
    goodnessOfFit(
      `2 stationary: cube root of χ² per degree of freedom of one record, ${cells} cells`,
      value,
      Number(valueAt(point, 'record.samples')),
      cells,
    ),
  ];
}

function ofTheBarrier(point: PointResult, { disc }: SteppedSaddle): Evidence[] {
  return [
    ...[0, 2, 4].map((i) => {
      const path = `saddle.radii.${i}.occupancy`;
      const expected = referenceAt(point, path);
      const bias = Math.abs(disc(radii[i]) - expected);
      const quantity = `3 barrier: mass within ${radii[i]} of the saddle`;
      return equal(quantity, estimateAt(point, path), expected, { bias, within: 0.1 });
    }),
    tubeExponent('3 barrier: exponent of that mass as the radius goes to 0', point, {
      ...{ name: 'saddle', radii, codimension: 2 },
    }),
  ];
}

function ofTheLock(stationary: PointResult, visiting: PointResult): Evidence[] {
  const hits = [stationary, visiting].reduce((sum, point) => sum + Number(valueAt(point, 'saddle.roundedHits')), 0);
  const { radius, time } = visits;
  const entered = estimateAt(visiting, 'saddle.radii.0.hitFraction');
  return [
    exactly('4 lock: records on the saddle itself', hits, 0),
    differs(
      `4 lock: share of paths that enter the disc of radius ${radius} around it within time ${time}`,
      entered,
      'above',
      0.9,
      {
        against: true,
      },
    ),
  ];
}

function figureOf(point: PointResult, { disc }: SteppedSaddle): ClaimFigure {
  const masses = radii.map((_, i) => estimateAt(point, `saddle.radii.${i}.occupancy`));
  return {
    kind: 'curves',
    title: 'Mass of discs around the saddle',
    text: 'The stationary mass within a radius of the saddle, on logarithmic axes: it falls as the radius squared, along the exact curve, to nothing at the saddle itself.',
    x: { label: 'radius ε', scale: 'log' },
    y: { label: 'mass of the disc', scale: 'log' },
    series: [measuredAt('measured', 0, radii, masses), curve('exact', 'exact', 0, 0.05, 0.5, disc)],
  };
}
