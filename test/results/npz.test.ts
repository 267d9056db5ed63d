import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNpz, writeNpz } from '../../src/results/npz';

const arrays = {
  doubles: { shape: [2, 3], data: Float64Array.of(1, -0, 1e300, Math.PI, Number.NaN, Number.NEGATIVE_INFINITY) },
  singles: { shape: [3], data: Float32Array.of(0.5, 1e-40, 3e38) },
  integers: { shape: [1, 2, 1], data: BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n) },
  'density.counts': { shape: [1], data: Float64Array.of(7) },
  nothing: { shape: [0, 4], data: new Float32Array(0) },
  number: { shape: [], data: Float64Array.of(42) },
};

function hasNumpy(): boolean {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('an .npz archive', () => {
  it('gives back what was written', () => {
    expect(readNpz(writeNpz(arrays))).toEqual(arrays);
  });

  it('has the same bytes each time, in any time zone', () => {
    const zone = process.env.TZ;
    const first = writeNpz(arrays);
    try {
      process.env.TZ = 'Pacific/Kiritimati';
      expect(writeNpz(arrays)).toEqual(first);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('refuses data that does not fill its shape', () => {
    expect(() => writeNpz({ a: { shape: [2], data: Float64Array.of(1) } })).toThrow("'a' has 1 entries");
  });

  it.each([
    ['no archive', new Uint8Array(100), 'no readable .npz'],
    ['an archive cut short', writeNpz(arrays).subarray(0, 300), 'no readable .npz'],
  ])('says what is wrong with %s', (_, bytes, says) => {
    expect(() => readNpz(bytes, 'tallies.npz')).toThrow(says);
  });

  it.skipIf(!hasNumpy())('is read by numpy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ergodic-npz-'));
    try {
      writeFileSync(join(folder, 'a.npz'), writeNpz(arrays));
      const program = `import numpy, sys
a = numpy.load(sys.argv[1])
assert sorted(a) == ${JSON.stringify(Object.keys(arrays).sort())}, sorted(a)
assert a['doubles'].shape == (2, 3) and a['doubles'].dtype == numpy.float64 and a['doubles'][1, 0] == numpy.pi
assert a['singles'].dtype == numpy.float32 and a['singles'][1] == numpy.float32(1e-40)
assert a['integers'].tolist() == [[[-2**63], [2**53 + 1]]]
assert a['nothing'].shape == (0, 4) and a['number'] == 42`;
      execFileSync('python3', ['-c', program, join(folder, 'a.npz')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it('an archive with any bit of its contents changed is refused', () => {
  const bytes = writeNpz({ a: { shape: [40], data: Float64Array.from({ length: 40 }, (_, i) => i) } });
  const data = bytes.length - 40 * 8 - 80;
  for (let i = 0; i < 60; i++) {
    const changed = bytes.slice();
    changed[data + 5 * i] ^= 1 << (i % 8);
    expect(() => readNpz(changed), `octet ${data + 5 * i}`).toThrow(/no readable .npz archive/);
  }
});
