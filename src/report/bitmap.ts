/** Colours of a bitmap: 256 entries of red, green, blue, 0 … 255. */
export type Palette = readonly (readonly [number, number, number])[];

const headerBytes = 14 + 40 + 4 * 256;

function writeHeader(view: DataView, width: number, height: number, bytes: number): void {
  const words: [offset: number, value: number][] = [
    [2, bytes],
    [10, headerBytes],
    [14, 40],
    [18, width],
    [22, height],
    [46, 256],
  ];
  view.setUint16(0, 0x424d);
  for (const [offset, value] of words) view.setUint32(offset, value, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 8, true);
}

/**
 * An 8-bit Windows bitmap as a data address: the one image format that needs neither a canvas nor a compressor.
 * `rows[iy][ix]` are palette indices; row 0 is at the bottom.
 */
export function bitmapAddress(rows: readonly (readonly number[])[], palette: Palette): string {
  const [height, width] = [rows.length, rows[0].length];
  const stride = Math.ceil(width / 4) * 4;
  const bytes = new Uint8Array(headerBytes + stride * height);
  writeHeader(new DataView(bytes.buffer), width, height, bytes.length);
  palette.forEach(([red, green, blue], i) => void bytes.set([blue, green, red], 54 + 4 * i));
  rows.forEach((row, y) => void bytes.set(row, headerBytes + stride * y));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/bmp;base64,${btoa(text)}`;
}
