import { expect, test } from 'vitest';
import eigenText from '../../shaders/lib/eigen.wgsl?raw';
import tallyText from '../../shaders/lib/tally.wgsl?raw';
import { symmetricEigen } from '../../src/reference/numerics/linear';
import { shade } from '../../src/simulation/webgpu/shading';
import { matrices, triangleOf } from '../observables/matrices';
import { asFloats, runCompute, testDevice } from './device';

/** What shaders/lib/eigen.wgsl states, relative to the norm. */
const perRow = 1e-6;

/** Extreme eigenvalues of matrices of n rows, a thread each: [smallest, largest] of every matrix. */
async function onDevice(n: number, triangles: readonly number[][]): Promise<number[][]> {
  const entries = (n * (n + 1)) / 2;
  const code = `${tallyText}
${shade(eigenText, { SIZE: n, ENTRIES: entries, PAIR: n === 2 })}
@group(0) @binding(0) var<storage, read_write> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<vec2f>;
@compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= ${triangles.length}u) { return; }
  var matrix = Triangle();
  for (var e = 0u; e < ${entries}u; e++) { matrix[e] = input[id.x * ${entries}u + e]; }
  output[id.x] = extreme_eigenvalues(&matrix);
}`;
  const buffers = [Float32Array.from(triangles.flat()), 8 * triangles.length];
  const [, words] = await runCompute(await testDevice(), {
    code,
    buffers,
    workgroups: Math.ceil(triangles.length / 8),
  });
  const answers = asFloats(words);
  return triangles.map((_, k) => [answers[2 * k], answers[2 * k + 1]]);
}

test.each([2, 3, 4, 8, 17, 32, 64])('ends of the spectrum of matrices of %i rows', async (n) => {
  const cases = matrices(n);
  const answers = await onDevice(
    n,
    cases.map(({ matrix }) => triangleOf(matrix)),
  );
  const off = cases.flatMap(({ name, matrix }, k) => {
    const { values } = symmetricEigen(matrix);
    const norm = Math.max(...values.map(Math.abs));
    const worst = Math.max(Math.abs(answers[k][0] - values[0]), Math.abs(answers[k][1] - values[n - 1]));
    return worst <= perRow * n * norm ? [] : [{ name, worst, norm, answer: answers[k] }];
  });
  expect(off).toEqual([]);
});

test.each([2, 3])('an entry of %i rows that is not finite leaves no eigenvalue', async (n) => {
  const entries = (n * (n + 1)) / 2;
  const broken = Array.from({ length: entries }, (_, at) =>
    [Number.NaN, Number.POSITIVE_INFINITY].map((x) => Array.from({ length: entries }, (_, e) => (e === at ? x : 1))),
  );
  const answers = await onDevice(n, broken.flat());
  expect(answers.flat().filter((x) => !Number.isNaN(x))).toEqual([]);
});
