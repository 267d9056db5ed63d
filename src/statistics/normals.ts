/**
 * The first `n` numbers of one fixed sequence of independent standard normals (Box–Muller on a 32-bit counter hash): what
 * is resampled from a result is then a function of the result alone. Not for particles.
 */
export function normals(n: number): Float64Array {
  const result = new Float64Array(n);
  for (let i = 0; i < n; i += 2) {
    const radius = Math.sqrt(-2 * Math.log((hash(i) + 0.5) / 2 ** 32));
    const angle = (2 * Math.PI * (hash(i + 1) + 0.5)) / 2 ** 32;
    result[i] = radius * Math.cos(angle);
    if (i + 1 < n) result[i + 1] = radius * Math.sin(angle);
  }
  return result;
}

/** 32 mixed bits of a counter: a Weyl step, then the finaliser of MurmurHash3. */
function hash(counter: number): number {
  let x = Math.imul(counter + 1, 0x9e3779b9);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
