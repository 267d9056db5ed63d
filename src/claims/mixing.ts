import type { Claim, ClaimFigure, Evidence } from '../model/claim';
import type { PointResult } from '../model/result';
import { stationaryChain } from '../reference';
import { expectedDistance } from '../statistics';
import { chainFromPoint } from './parts/chainFromPoint';
import { doubleWell, steppedDoubleWell } from './parts/doubleWell';
import { estimateAt, referenceAt, valueAt } from './parts/estimates';
import { equal } from './parts/evidence';
import { goodnessOfFit } from './parts/goodnessOfFit';

const [temperature, step] = [0.5, 0.01];
const chain = steppedDoubleWell(temperature, step);
const method = { name: 'leimkuhler-matthews', step };
const bins = 250;
const coarse = { kind: 'histogram', of: 'x', range: [-1.75, 1.75], bins: 14 };

/** Records of the series, `interval` steps apart, and those that bear evidence. */
const interval = 50;
const times = [1, 2, 5, 10];
const valley = { step: 0.05, times: [12.5, 50] };

export const mixing: Claim = {
  id: 'mixing',
  title: 'The law of a particle converges to the stationary one',
  seedStep: '3',
  seedStatement: 'Process θ_t is mixing if: lim_{t→∞} P(θ_t ∈ A | θ_0) = π(A) for stationary distribution π',
  seed: {
    verdict: 'holds with a condition',
    because:
      'the potential has to confine; without that there is no stationary law, and the variance grows for ever. The limit is then reached at the rate of the spectral gap',
  },
  statement:
    'In a potential that confines, the law of X_t tends to π ∝ exp(−U/T) from every start, and its distance from π falls as exp(−λ₁t), λ₁ the spectral gap of the generator. Where the potential is flat along a direction there is no such law: the variance along it is 2Tt.',
  source:
    'Bakry, Gentil & Ledoux, Analysis and Geometry of Markov Diffusion Operators (2014), §4.2; exact curves from the generator by spectral elements, allowances for the step from the exact law of its chain',
  experiments: (scale) => ({
    start: {
      title: 'From one well to both',
      ...doubleWell,
      temperature,
      method,
      ensemble: { particles: 2 ** 16 * scale, start: { kind: 'point', at: [1] } },
      steps: 2000,
      observe: {
        law: { ...coarse, every: 2000 },
        curve: { kind: 'series', of: ['x > 0 ? 1 : 0', 'law.totalVariation'], every: interval },
      },
    },
    stationary: {
      title: 'The stationary law and how fast it forgets',
      ...doubleWell,
      temperature,
      method,
      ensemble: { particles: 2 ** 16 * scale, start: { kind: 'uniform', low: [-1.5], high: [1.5] } },
      burnIn: 500,
      steps: 2000,
      observe: {
        moments: { kind: 'moments', of: ['x^2', 'x^4'], every: 20 },
        memory: { kind: 'autocorrelation', of: 'x', lags: [0.5, 1, 2, 3, 4, 5, 6, 8, 10] },
        record: { kind: 'histogram', of: 'x', range: [-1.6, 1.6], bins, every: 2000 },
      },
    },
    valley: {
      title: 'A valley that is flat along its floor',
      variables: ['x', 'y'],
      potential: '(x - y)^2/2',
      temperature,
      method: { ...method, step: valley.step },
      ensemble: { particles: 2 ** 15 * scale, start: { kind: 'point', at: [0] } },
      steps: 1000,
      observe: { spread: { kind: 'series', of: ['(x + y)^2/2', '(x - y)^2/2'], every: 250 } },
    },
  }),
  judge: ({ start: [start], stationary: [stationary], valley: [flat] }) => ({
    evidence: [...ofTheStart(start), ...ofTheStationary(stationary), ...ofTheValley(flat)],
    figure: figureOf(start),
  }),
};

/** Path of a quantity of the series at a time. */
const pathAt = (t: number, quantity: number) => `curve.values.${Math.round(t / step / interval) - 1}.${quantity}`;

function ofTheStart(point: PointResult): Evidence[] {
  const laws = chainFromPoint(
    chain,
    1,
    times.map((t) => Math.round(t / step)),
  );
  const masses = cellMasses(point);
  return times.flatMap((t, i) => {
    const { mass } = laws[i];
    const stepped = [mass(0, Number.POSITIVE_INFINITY), distanceOf(mass, masses, point)];
    const names = ['share of particles in x > 0', 'total variation from π'];
    return names.map((name, quantity) => {
      const path = pathAt(t, quantity);
      const expected = referenceAt(point, path);
      const terms = { bias: Math.abs(stepped[quantity] - expected), resolution: 0.02 };
      return equal(`${name} at time ${t} from x = 1`, estimateAt(point, path), expected, terms);
    });
  });
}

/** Exact stationary masses of the bins, then of all outside. */
function cellMasses(point: PointResult): number[] {
  const bins = valueAt(point, 'law.reference') as number[];
  return [...bins, 1 - bins.reduce((a, b) => a + b, 0)];
}

/** Mean total variation that as many independent draws from a law would show. */
function distanceOf(mass: (a: number, b: number) => number, exact: number[], point: PointResult): number {
  const edges = valueAt(point, 'law.edges') as number[];
  const inside = edges.slice(1).map((edge, i) => mass(edges[i], edge));
  const law = [...inside, 1 - inside.reduce((a, b) => a + b, 0)];
  return expectedDistance('totalVariation', law, exact, Number(valueAt(point, 'law.samples')))!;
}

function ofTheStationary(point: PointResult): Evidence[] {
  const law = stationaryChain('leimkuhler-matthews', chain);
  const moments = [2, 4].map((power, i) => {
    const path = `moments.mean.${i}`;
    const expected = referenceAt(point, path);
    const bias = Math.abs(law.mean((x) => x ** power) - expected);
    return equal(`stationary mean of x^${power}`, estimateAt(point, path), expected, { bias, within: 0.02 });
  });
  const [early, late] = law.correlation((x) => x, [500, 1000]);
  const gap = referenceAt(point, 'memory.relaxationRate');
  const bias = Math.abs(Math.log(early / late) / (500 * step) - gap);
  const samples = Number(valueAt(point, 'record.samples'));
  return [
    ...moments,
    equal('rate at which x is forgotten, against the spectral gap', estimateAt(point, 'memory.relaxationRate'), gap, {
      bias,
      within: 0.08,
    }),
    goodnessOfFit(
      `cube root of χ² per degree of freedom of one record, ${bins + 1} cells`,
      estimateAt(point, 'record.chiSquare').value,
      samples,
      bins + 1,
    ),
  ];
}

/** Of (x ± y)/√2: along the floor the chain's variance is 2T(t − h/2), across it T/2 whatever the step. */
function ofTheValley(point: PointResult): Evidence[] {
  const at = (t: number, quantity: number) => `spread.values.${Math.round(t / valley.step / 250) - 1}.${quantity}`;
  const along = valley.times.map((t) =>
    equal(`variance along the floor of a valley at time ${t}`, estimateAt(point, at(t, 0)), 2 * temperature * t, {
      bias: temperature * valley.step,
      within: 0.1,
      against: true,
    }),
  );
  const across = estimateAt(point, at(50, 1));
  return [...along, equal('variance across it at time 50', across, temperature / 2, { within: 0.1 })];
}

function figureOf(point: PointResult): ClaimFigure {
  const all = valueAt(point, 'curve.times') as number[];
  const at = (i: number) => estimateAt(point, `curve.values.${i}.1`);
  const measured = all.map((x, i) => ({ x, y: at(i).value ?? Number.NaN, error: at(i).standardError ?? 0 }));
  const floor = at(all.length - 1).floor ?? Number.NaN;
  return {
    kind: 'curves',
    title: 'Distance from the stationary law after a start in one well',
    text: 'The total variation between the histogram of all particles and the stationary law, against time: after the first moments it falls along a straight line on the logarithmic axis, at the rate of the spectral gap, on the exact curve.',
    x: { label: 'time' },
    y: { label: 'total variation', scale: 'log' },
    series: [
      { name: 'measured', role: 'measured', points: measured },
      { name: 'exact', role: 'exact', points: all.map((x, i) => ({ x, y: at(i).reference ?? Number.NaN })) },
      { name: 'independent draws from π', role: 'guide', points: all.map((x) => ({ x, y: floor })) },
    ],
  };
}
