/**
 * How the path's random words are cut into blocks of steps, each with a stream of its own keyed by its address.
 *
 * Long blocks make the key's cost vanish; short ones make a start in the middle of a block cheap. About a thousand normals a
 * block, at most 256 steps: a function of the dimension alone, since every result depends on it.
 */
export function blockShift(dimension: number): number {
  const steps = Math.floor(1024 / dimension);
  return Math.min(8, Math.max(1, Math.floor(Math.log2(steps))));
}
