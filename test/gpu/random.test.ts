import { describe, expect, it } from 'vitest';
import normal from '../../shaders/lib/normal.wgsl?raw';
import { address, createStream, normalPair, seedKey, uniformOpen } from '../../src/random';
import { randomLibrary } from '../../src/simulation/webgpu/random';
import { philoxAnswers, xoshiroAnswers } from '../random/answers';
import { asFloats, runCompute, testDevice } from './device';

const buffers = `
@group(0) @binding(0) var<storage, read_write> input: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4u>;`;

/** A kernel of one invocation for each vec4u of `input`. */
const kernel = (body: string) => `${buffers}
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= arrayLength(&input)) { return; }
  ${body}
}`;

async function run(parts: string[], body: string, input: Uint32Array, wordsOut: number): Promise<Uint32Array> {
  const job = { code: [...parts, kernel(body)].join('\n'), workgroups: Math.ceil(input.length / 256) };
  const [, output] = await runCompute(await testDevice(), { ...job, buffers: [input, 4 * wordsOut] });
  return output.subarray(0, wordsOut);
}

const bothShifts = ['integer', 'float'] as const;

describe.each(bothShifts)('philox4x32-10 on the device, %s shifts', (shifts) => {
  it('gives the known answers of Random123', async () => {
    const input = Uint32Array.from(philoxAnswers.flatMap(({ counter, key }) => [...counter, ...key, 0, 0]));
    const body = 'if ((i & 1u) == 0u) { output[i / 2u] = philox4x32(input[i], input[i + 1u].xy); }';
    const words = await run([randomLibrary('philox', shifts)], body, input, 12);
    expect([...words]).toEqual(philoxAnswers.flatMap((answer) => answer.words));
  });
});

describe.each(bothShifts)('xoshiro128++ on the device, %s shifts', (shifts) => {
  it('gives the words of the reference implementation', async () => {
    const body = `var s = stream_from(input[0]);
      for (var j = 0u; j < 5u; j++) { output[j] = vec4u(stream_pair(&s), 0u, 0u); }`;
    const words = await run([randomLibrary('fast', shifts)], body, Uint32Array.of(1, 2, 3, 4), 20);
    expect([...words].filter((_, j) => j % 4 < 2)).toEqual(xoshiroAnswers);
  });

  it('leaves the state zero', async () => {
    const body = 'var s = stream_from(input[0]); output[0] = s.state;';
    expect([...(await run([randomLibrary('fast', shifts)], body, new Uint32Array(4), 4))]).toEqual([
      0x9e3779b9, 0, 0, 0,
    ]);
  });
});

describe.each([
  ['fast', 'integer'],
  ['fast', 'float'],
  ['philox', 'integer'],
  ['philox', 'float'],
] as const)('the %s stream on the device, %s shifts', (kind, shifts) => {
  const [seed, block, opened] = [2 ** 52 + 12_345, 77, 40];
  const skips = [0, 1, 2, 3, 4, 7, 100, 255];
  // Particles on both sides of 2^32, several sweep points, every skip followed by three pairs, another skip and a pair.
  const cases = skips.flatMap((skip) =>
    Array.from({ length: opened }, (_, j) => ({
      skip,
      place: address(2 ** 32 - 20 + j + 2 ** 40 * (j % 3), (j * 997) % 65_536),
    })),
  );

  it('is its twin bit for bit, skipping or not', async () => {
    const key = seedKey(seed);
    const input = Uint32Array.from(cases.flatMap(({ skip, place }) => [...place, skip, block]));
    const body = `let c = input[i];
      var s = stream_open(vec2u(${key.map((word) => `${word}u`)}), c.xy, c.w);
      stream_skip(&s, c.z);
      let first = stream_pair(&s);
      output[2u * i] = vec4u(first, stream_pair(&s));
      let third = stream_pair(&s);
      stream_skip(&s, c.z);
      output[2u * i + 1u] = vec4u(third, stream_pair(&s));`;
    const words = await run([randomLibrary(kind, shifts)], body, input, 8 * cases.length);
    const twin = createStream(kind);
    const expected = cases.flatMap(({ skip, place }) => {
      twin.open(key, place, block);
      twin.skip(skip);
      const three = [...twin.pair(), ...twin.pair(), ...twin.pair()];
      twin.skip(skip);
      return [...three, ...twin.pair()];
    });
    expect([...words]).toEqual(expected);
  });
});

/** Words at which a conversion, an exponent, a sign or a quadrant changes, and their neighbours. */
function extremeWords(): number[] {
  const third = Math.round((2 / 3) * 2 ** 31);
  const powers = Array.from({ length: 32 }, (_, bit) => 2 ** bit);
  const thirds = Array.from({ length: 31 }, (_, bit) => Math.round(third / 2 ** bit));
  const centres = [0, 2 ** 32, ...powers, ...thirds, ...[1, 2, 3].map((k) => k * 2 ** 30), 3 * 2 ** 29];
  const offsets = [-257, -129, -128, -65, -64, -2, -1, 0, 1, 2, 63, 64, 65, 128, 129];
  return [...new Set(centres.flatMap((centre) => offsets.flatMap((d) => [centre + d, 2 ** 31 + centre + d])))].map(
    (w) => w >>> 0,
  );
}

/** Largest |device − twin| / radius over pairs of words, and whether every radius is a positive finite number. */
function compare(words: Uint32Array, values: Float32Array): { error: number; sound: boolean } {
  let error = 0;
  let sound = true;
  for (let j = 0; j < words.length; j += 2) {
    const [x, y] = normalPair(words[j], words[j + 1]);
    const off = Math.hypot(values[j] - x, values[j + 1] - y) / Math.hypot(x, y);
    // Written so that NaN counts as unsound.
    if (!(off <= 1 && values[j] ** 2 + values[j + 1] ** 2 > 0)) sound = false;
    error = Math.max(error, off);
  }
  return { error, sound };
}

describe('normal numbers on the device', () => {
  const body = 'output[i] = bitcast<vec4u>(vec4f(normal_pair(input[i].xy), normal_pair(input[i].zw)));';
  // Polynomials 0.9e-7 and 0.5e-7, conversions and products in f32 1e-6 when each is off by its WGSL tolerance.
  const bound = 2.5e-6;

  it('are within the derived bound of the twin at 2^22 random words', async () => {
    const stream = createStream('fast');
    stream.open(seedKey(5), address(0, 0), 0);
    const input = new Uint32Array(2 ** 22);
    for (let j = 0; j < input.length; j += 2) input.set(stream.pair(), j);
    const { error, sound } = compare(input, asFloats(await run([normal], body, input, input.length)));
    expect(sound).toBe(true);
    expect(error).toBeLessThan(bound);
  });

  it('are within it at every extreme word', async () => {
    const extreme = extremeWords();
    const some = extreme.filter((_, j) => j % 23 === 0);
    const pairs = extreme.flatMap((w0) => [...some.map((w1) => [w0, w1]), ...some.map((w1) => [w1, w0])]);
    const input = Uint32Array.from(pairs.flat());
    const { error, sound } = compare(input, asFloats(await run([normal], body, input, input.length)));
    expect(sound).toBe(true);
    expect(error).toBeLessThan(bound);
  });

  it('never meet the logarithm of zero or a negative root, whatever the word', async () => {
    const input = Uint32Array.from(extremeWords().concat(new Array(3).fill(0))).subarray(0, 1000);
    const check = 'output[i] = vec4u(vec4<bool>(LOG(x), LOG(y), LOG(z), LOG(w)));'.replace(
      /LOG\((.)\)/g,
      'minus_two_log(input[i].$1 & 0x7FFFFFFFu) > 0.0',
    );
    expect((await run([normal], check, input, input.length)).every((word) => word === 1)).toBe(true);
  });
});

describe('uniform numbers on the device', () => {
  it('are those of the twin, bit for bit', async () => {
    const words = extremeWords();
    const input = Uint32Array.from(words.slice(0, words.length & ~3));
    const body = `let w = input[i];
      output[i] = bitcast<vec4u>(vec4f(uniform_open(w.x), uniform_open(w.y), uniform_open(w.z), uniform_open(w.w)));`;
    const values = asFloats(await run([normal], body, input, input.length));
    expect([...values]).toEqual([...input].map(uniformOpen));
  });
});
