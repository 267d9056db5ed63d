/** A small experiment file that is right in every field; tests spoil one of them. */
export const base = {
  variables: ['x'],
  parameters: { tilt: 0.2 },
  potential: '(x^2 - 1)^2 + tilt*x',
  temperature: 0.5,
  method: { name: 'leimkuhler-matthews', step: 0.02 },
  ensemble: { particles: 4096, seed: 1, start: { kind: 'uniform', low: [-2], high: [2] } },
  burnIn: 200,
  steps: 100,
  observe: {
    density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 100, every: 10 },
    barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1] },
    moments: { kind: 'moments', of: ['x', 'x^2'] },
  },
  expect: { 'density.totalVariation': { below: 0.2 } },
};

type Fields = Record<string, unknown>;

/** Text of `base` with the value at a path replaced, or left out where it is undefined. */
export function spoiled(path: string, value: unknown): string {
  const root = structuredClone(base) as Fields;
  const names = path.split('/');
  const last = names.pop()!;
  const parent = names.reduce((fields, name) => fields[name] as Fields, root);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(root);
}
