import { createStream, normalPair } from '../../random';
import { twinSteps, type Workload } from '../workload';

const [weights, rows, batch, step] = [25, 1000, 32, 0.1];
const features = Array.from({ length: weights }, (_, i) => `f${i + 1}`);

/** Made-up rows: a constant, 24 standard normals, and a label that a logistic model with weights ±1/2 draws. */
function makeTable(): string {
  const stream = createStream('fast');
  const lines = [`${features.join(',')},y`];
  for (let row = 0; row < rows; row++) {
    stream.open([2, 0], [row, 0], 0);
    const x = [1, ...Array.from({ length: (weights - 1) / 2 }, () => [...normalPair(...words(stream.pair()))]).flat()];
    const score = x.reduce((sum, value, i) => sum + (i % 2 === 0 ? value : -value) / 2, 0);
    const [coin] = words(stream.pair());
    lines.push(
      `${x.map((value) => value.toFixed(4)).join(',')},${(coin + 0.5) / 2 ** 32 < 1 / (1 + Math.exp(-score)) ? 1 : 0}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const words = (pair: Uint32Array): [number, number] => [pair[0], pair[1]];

let table: string | undefined;

export const logisticRegression: Workload = {
  name: 'logistic-regression',
  title: '25-D logistic regression by SGD, batches of 32 of 1,000 rows, η = 1/10',
  source: 'Made-up rows; checked against the f64 twin',
  dimension: weights,
  cost: 100,
  methods: [{ name: 'sgd', title: 'SGD', options: { step, batch, replacement: true } }],
  experiment: {
    variables: [`w[${weights}]`],
    loss: 'softplus(dot(w, f)) - y*dot(w, f)',
    data: { file: 'rows.csv', columns: { f: features, y: 'y' } },
  },
  start: { kind: 'normal', mean: [0], deviation: [0.5] },
  observers: {
    histogram: { kind: 'histogram', of: 'w1', range: [-2, 2], bins: 100, every: 10 },
    moments: { kind: 'moments', of: ['w1', 'norm2(w)'], every: 10 },
  },
  alone: {},
  table() {
    table ??= makeTable();
    return table;
  },
  check: { particles: 256, steps: twinSteps },
  // A row's score is a sum of 25 products below 8, and what follows of it has a slope of at most 1/4 and relative errors below
  // 2^-20; a feature is below 5, and the rows of a batch add as their mean. Rounding of a weight below 4 comes on top. The
  // gradient of a convex loss contracts.
  twinTolerance: twinSteps * (step * 5 * (25 * 8 * 2 ** -24 * 0.25 + 2 ** -20) + 4 * 2 ** -24),
};
