import { ErgodicError } from '../../src/errors';

/** Rows that a line through the origin does not fit. */
export const points = [1, 2, 3, 4, 5, 6].map((x) => ({ x, y: x % 3, height: x / 7, one: 3, colour: 'red' }));

const columns = Object.keys(points[0]) as (keyof (typeof points)[0])[];

/** Tables that experiments in tests name. */
export const tables: Readonly<Record<string, () => string>> = {
  'points.csv': () =>
    [columns.join(','), ...points.map((row) => columns.map((name) => row[name]).join(','))].join('\n'),
  'empty.csv': () => '\n',
  'ragged.csv': () => 'x,y\n1,2\n3\n',
  'ragged.json': () => '[{ "x": 1 }, { "x": 2 }]',
  'numbers.json': () => '[1, 2]',
  'many.csv': () => `x\n${'1\n'.repeat(2 ** 21 + 1)}`,
};

/** Reads `tables` as the command reads files. */
export function readTable(path: string): string {
  if (!Object.hasOwn(tables, path)) {
    throw new ErgodicError('badInput', `${path}: there is no such file; expected a file`);
  }
  return tables[path]();
}

const rest = {
  ensemble: { particles: 256, seed: 1, start: { kind: 'uniform', low: [-1], high: [1] } },
  burnIn: 10,
  steps: 20,
};

/** Experiments that are right in every field; tests spoil one or two of them. */
export const data = {
  variables: ['w[2]'],
  loss: '(w1*x + w2 - y)^2 / 2',
  data: 'points.csv',
  temperature: 0.5,
  method: { name: 'sgld', step: 0.01, batch: 2 },
  ...rest,
  observe: { moments: { kind: 'moments', of: ['w1', 'loss'] } },
};

export const drift = {
  variables: ['x', 'y'],
  drift: ['-x', 'x - y'],
  noise: ['1', 'sqrt(1 + x^2)'],
  method: { name: 'euler-maruyama', step: 0.01 },
  ...rest,
  observe: { moments: { kind: 'moments', of: ['x', 'y'] } },
};

export const diffusion = {
  variables: ['x'],
  potential: 'x^2/2',
  diffusion: '1 + x^2',
  method: { name: 'euler-maruyama', step: 0.01 },
  ...rest,
  observe: { moments: { kind: 'moments', of: ['x'] } },
};
