/** Twin of shaders/lib/normal.wgsl in f64: the same map from words to numbers, exact to the last places of f64. */

/** The radius word's uniform number (k + 1/2) / 2^31 from its low 31 bits k, in (0, 1). */
function radiusUniform(word: number): number {
  return ((word & 0x7fffffff) + 0.5) / 2 ** 31;
}

/**
 * Two independent standard normals (Box and Muller 1958). The radius is √(−2 ln u) with u from the low 31 bits of `w0`,
 * whose top bit is a sign; the low 31 bits of `w1` as a signed integer i are the angle π i / 2^32, and its top bit swaps
 * cosine and sine. Together the two bits and the angle go once round the circle.
 *
 * @param w0, w1 32-bit words.
 */
export function normalPair(w0: number, w1: number): [number, number] {
  const size = Math.sqrt(-2 * Math.log(radiusUniform(w0)));
  const radius = w0 & 0x80000000 ? -size : size;
  const angle = (w1 << 1) * (Math.PI / 2 ** 33);
  const sine = radius * Math.sin(angle);
  const cosine = radius * Math.cos(angle);
  return w1 & 0x80000000 ? [sine, cosine] : [cosine, sine];
}

/** (k + 1/2) / 2^23 from the word's top 23 bits, in (0, 1): the same number as on the device. */
export function uniformOpen(word: number): number {
  return ((word >>> 9) + 0.5) / 2 ** 23;
}
