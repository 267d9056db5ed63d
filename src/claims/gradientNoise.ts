import type { Claim, ClaimResults, ClaimSeries, Evidence } from '../model/claim';
import { carRows, standardCars } from './parts/cars';
import { estimateAt, scaled } from './parts/estimates';
import { differs, equal } from './parts/evidence';
import { gradientMoments } from './parts/gradientMoments';

const variables = ['a', 'b'];
const columns = ['weight', 'mpg'];
const loss = '((a0 + a)*tanh((b0 + b)*weight) - mpg)^2/2';
const b0 = 0.5;
const batches = [1, 4, 16, 64, 256];
const ways = ['with', 'without'] as const;
type Way = (typeof ways)[number];

/** Where the gradient is taken, by the slope a0 of the curve: against the data, and with them. */
const positions = [
  { a0: 1, name: 'a badly fitting curve' },
  { a0: -1, name: 'a well fitting curve' },
];

/** From the origin a step of size 1 leads to minus the gradient of the batch. */
const experiment = (way: Way, scale: number) => ({
  title: `Gradients of mini-batches, rows drawn ${way} replacement`,
  variables,
  parameters: { a0: positions.map(({ a0 }) => a0), b0 },
  loss,
  data: { rows: carRows(columns), columns: { weight: 'weight', mpg: 'mpg' }, standardize: true },
  method: { name: 'sgd', step: 1, batch: batches, replacement: way === 'with' },
  ensemble: { particles: 2 ** 17 * scale, start: { kind: 'point', at: [0, 0] } },
  steps: 1,
  observe: { move: { kind: 'moments', of: variables } },
});

export const gradientNoise: Claim = {
  id: 'gradient-noise',
  title: 'The gradient of a mini-batch is the gradient and noise',
  seedStep: '1',
  seedStatement: 'g_t = ∇L_{B_t}(θ_t) = ∇L(θ_t) + ξ_t where ξ_t is zero-mean noise with covariance Σ(θ)',
  seed: {
    verdict: 'holds',
    because:
      'on a table of real cars the noise has mean 0 and a covariance that is another at every position, the one that the rows give exactly',
  },
  statement:
    'The gradient of a batch of B rows out of N has the mean ∇L(θ) and the covariance C(θ)/B where rows are drawn with replacement, C(θ)(N − B)/((N − 1)B) where they are not; C(θ) is the covariance of the gradients of single rows, and depends on θ.',
  source: 'Cochran, Sampling Techniques (1977), §2.3–2.5; C(θ) from all rows of the table',
  experiments: (scale) => Object.fromEntries(ways.map((way) => [way, experiment(way, scale)])),
  judge: (results) => ({
    evidence: [...positions.flatMap((_, p) => [...means(results, p), ...covariances(results, p)]), contrast(results)],
    figure: {
      kind: 'curves',
      title: 'Noise of the gradient against the size of the batch',
      text: 'The variance of one component of the gradient falls as one over the number of rows, from a higher level where the curve fits badly; without replacement it falls faster once the batch is a good part of the table. Measured points lie on the exact curves.',
      x: { label: 'rows of a batch B', scale: 'log' },
      y: { label: 'variance of ∂L/∂a', scale: 'log' },
      series: ways.flatMap((way, w) => positions.flatMap((_, p) => series(results, way, p, w * positions.length + p))),
    },
  }),
};

const rows = standardCars(columns);
const exactAt = positions.map(({ a0 }) =>
  gradientMoments({ variables, loss, columns, parameters: { a0, b0 } }, rows, [0, 0]),
);

/** Covariance of a batch's gradient as a share of that of a row's. */
const share = (way: Way, batch: number): number =>
  (way === 'with' ? 1 : (rows.count - batch) / (rows.count - 1)) / batch;

const estimate = (results: ClaimResults, way: Way, p: number, batch: number, path: string) =>
  estimateAt(results[way][p * batches.length + batches.indexOf(batch)], path);

const largest = batches[batches.length - 1];
const all = [
  [0, 0],
  [0, 1],
  [1, 1],
] as const;

/** Entries of the covariance that are judged. */
const judged = [
  { way: 'with', batch: 1, entries: all },
  { way: 'with', batch: 64, entries: all.slice(0, 1) },
  { way: 'without', batch: largest, entries: all },
] as const;

const means = (results: ClaimResults, p: number): Evidence[] =>
  exactAt[p].mean.map((expected, i) => {
    const found = scaled(estimate(results, 'with', p, largest, `move.mean.${i}`), -1);
    const resolution = 0.05 * Math.sqrt(exactAt[p].covariance[i][i] / largest);
    return equal(`mean of ∂L/∂${variables[i]}, B = ${largest}, ${positions[p].name}`, found, expected, { resolution });
  });

const covariances = (results: ClaimResults, p: number): Evidence[] =>
  judged.flatMap(({ way, batch, entries }) =>
    entries.map(([i, j]) => {
      const { covariance } = exactAt[p];
      const of = i === j ? `variance of ∂L/∂${variables[i]}` : 'covariance of ∂L/∂a with ∂L/∂b';
      const quantity = `${of}, B = ${batch} ${way} replacement, ${positions[p].name}`;
      const found = estimate(results, way, p, batch, `move.covariance.${i}.${j}`);
      const factor = share(way, batch);
      const resolution = 0.06 * factor * Math.sqrt(covariance[i][i] * covariance[j][j]);
      return equal(quantity, found, factor * covariance[i][j], { resolution });
    }),
  );

/** The covariance depends on the position. */
const contrast = (results: ClaimResults): Evidence =>
  differs(
    'variance of ∂L/∂a of one row where the curve fits badly, over the exact one where it fits well',
    estimate(results, 'with', 0, 1, 'move.covariance.0.0'),
    'above',
    exactAt[1].covariance[0][0],
  );

function series(results: ClaimResults, way: Way, p: number, set: number): ClaimSeries[] {
  const points = batches.map((x) => {
    const { value, standardError } = estimate(results, way, p, x, 'move.covariance.0.0');
    return { x, y: value ?? Number.NaN, error: standardError ?? 0 };
  });
  const curve = Array.from({ length: 60 }, (_, k) => largest ** (k / 59)).map((x) => ({
    x,
    y: exactAt[p].covariance[0][0] * share(way, x),
  }));
  return [
    { name: `${positions[p].name}, ${way} replacement`, role: 'measured', set, points },
    { name: 'exact', role: 'exact', set, points: curve },
  ];
}
