import { expect, it } from 'vitest';
import { bitmapAddress } from '../../src/report/bitmap';

it('writes rows from the bottom, padded to four bytes, with blue before red', () => {
  const palette = Array.from({ length: 256 }, (_, i) => [i, 2, 3] as const);
  const address = bitmapAddress(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    palette,
  );
  const bytes = Buffer.from(address.replace('data:image/bmp;base64,', ''), 'base64');
  expect(bytes.toString('latin1', 0, 2)).toBe('BM');
  expect(bytes.readUInt32LE(2)).toBe(bytes.length);
  expect([bytes.readInt32LE(18), bytes.readInt32LE(22), bytes.readUInt16LE(28)]).toEqual([3, 2, 8]);
  expect([...bytes.subarray(54 + 4 * 7, 54 + 4 * 8)]).toEqual([3, 2, 7, 0]);
  expect([...bytes.subarray(bytes.readUInt32LE(10))]).toEqual([1, 2, 3, 0, 4, 5, 6, 0]);
});
