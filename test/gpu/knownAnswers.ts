import { address, createStream, type StreamKind, seedKey } from '../../src/random';
import { randomLibrary, type Shifts } from '../../src/simulation/webgpu/random';
import { philoxAnswers, xoshiroAnswers } from '../random/answers';

/** A kernel whose output is known to the last bit on every device. */
export interface IntegerJob {
  name: string;
  /** WGSL with entry point `main`, workgroups of 64, `input` at binding 0 and `output` at binding 1, both of vec4u. */
  code: string;
  input: Uint32Array<ArrayBuffer>;
  expected: number[];
}

const kernel = (parts: readonly string[], body: string) => `${parts.join('\n')}
@group(0) @binding(0) var<storage, read_write> input: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4u>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (2u * i >= arrayLength(&input)) { return; }
  let a = input[2u * i];
  let b = input[2u * i + 1u];
  ${body}
}`;

const philoxJob = (shifts: Shifts): IntegerJob => ({
  name: `Philox4x32-10 gives the known answers of Random123, ${shifts} shifts`,
  code: kernel([randomLibrary('philox', shifts)], 'output[i] = philox4x32(a, b.xy);'),
  input: Uint32Array.from(philoxAnswers.flatMap(({ counter, key }) => [...counter, ...key, 0, 0])),
  expected: philoxAnswers.flatMap(({ words }) => words),
});

const xoshiroJob = (shifts: Shifts): IntegerJob => ({
  name: `xoshiro128++ gives the words of the reference implementation, ${shifts} shifts`,
  code: kernel(
    [randomLibrary('fast', shifts)],
    `var s = stream_from(a);
    for (var j = 0u; j < 2u; j++) {
      let first = stream_pair(&s);
      output[j] = vec4u(first, stream_pair(&s));
    }`,
  ),
  input: Uint32Array.of(1, 2, 3, 4, 0, 0, 0, 0),
  expected: xoshiroAnswers.slice(0, 8),
});

/** Places of path words: seeds up to 2^53, particles on both sides of 2^32, points up to 65,535, blocks, pairs passed over. */
const places = [0, 1, 7, 2 ** 32 + 5, 2 ** 53 - 1].flatMap((seed, j) =>
  [0, 3, 255].flatMap((skip, k) =>
    Array.from({ length: 9 }, (_, l) => ({
      key: seedKey(seed),
      particle: address(2 ** 32 - 4 + l + 2 ** 40 * k, (j * 16_383 + l) % 65_536),
      block: 1000 * j + l,
      skip,
    })),
  ),
);

function twinWords(kind: StreamKind): number[] {
  const stream = createStream(kind);
  return places.flatMap(({ key, particle, block, skip }) => {
    stream.open(key, particle, block);
    stream.skip(skip);
    return [...stream.pair(), ...stream.pair()];
  });
}

const streamJob = (kind: StreamKind, shifts: Shifts): IntegerJob => ({
  name: `the ${kind} path stream is its twin, ${shifts} shifts`,
  code: kernel(
    [randomLibrary(kind, shifts)],
    `var s = stream_open(a.xy, b.xy, a.z);
    stream_skip(&s, a.w);
    let first = stream_pair(&s);
    output[i] = vec4u(first, stream_pair(&s));`,
  ),
  input: Uint32Array.from(places.flatMap(({ key, particle, block, skip }) => [...key, block, skip, ...particle, 0, 0])),
  expected: twinWords(kind),
});

/** What every device and every compiler has to compute alike. */
export const integerJobs: readonly IntegerJob[] = (['integer', 'float'] as const).flatMap((shifts) => [
  philoxJob(shifts),
  xoshiroJob(shifts),
  streamJob('fast', shifts),
  streamJob('philox', shifts),
]);
