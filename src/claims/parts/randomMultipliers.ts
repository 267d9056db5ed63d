// Chains w' = fᵢ(w), i one of two with probability ½ each, for which 0 is fixed: fᵢ(w) ≈ mᵢ w near it.

/** Λ = E ln m: ln|w| drifts by it in a step. */
export const lyapunov = ([m, n]: readonly [number, number]): number => (Math.log(m) + Math.log(n)) / 2;

/**
 * P(|wₜ| < ε) after t steps of w' = mᵢ w from w = 1: the number of factors m is binomial.
 *
 * @param margin of ε, in the logarithm: nothing may lie within it of ε, where rounding would decide
 */
export function linearMass([m, n]: readonly [number, number], steps: number, radius: number, margin = 1e-3): number {
  let [mass, probability] = [0, 2 ** -steps];
  for (let k = 0; k <= steps; k++) {
    const beyond = k * Math.log(m) + (steps - k) * Math.log(n) - Math.log(radius);
    if (Math.abs(beyond) < margin) throw new Error(`|w| may be ${radius} after ${steps} steps, up to rounding`);
    if (beyond < 0) mass += probability;
    probability *= (steps - k) / (k + 1);
  }
  return mass;
}

/**
 * The exponent α > 0 of the stationary mass of |w| < ε, for Λ > 0 and min m < 1: the root of E m^(−α) = 1.
 *
 * Source: Kesten, Acta Math. 131 (1973) 207; Goldie, Ann. Appl. Probab. 1 (1991) 126.
 */
export function tubeExponent([m, n]: readonly [number, number]): number {
  const excess = (alpha: number) => (m ** -alpha + n ** -alpha) / 2 - 1;
  let [low, high] = [0, 1];
  while (excess(high) < 0) [low, high] = [high, 2 * high];
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}

/** Octaves of w on the grid of `stationaryMass`, and points to each. */
const [lowest, highest, density] = [-30, 70, 128];

/**
 * The stationary distribution function F(w) = P(w' < w) of increasing maps of the positive numbers: the fixed point of
 * F = ½ Σ F(fᵢ⁻¹), by iteration on a grid that is even in ln w. Its relative error is about 1e-4 between 2⁻¹⁰ and 1.
 *
 * @param maps each between w/16 and 8w
 * @param iterations after which the start is forgotten
 */
export function stationaryMass(
  maps: readonly [(w: number) => number, (w: number) => number],
  iterations: number,
): (w: number) => number {
  const grid = Float64Array.from({ length: (highest - lowest) * density + 1 }, (_, i) => lowest + i / density);
  const before = maps.map((map) => grid.map((octave) => Math.log2(inverse(map, 2 ** octave))));
  let mass = grid.map((octave) => (octave > 0 ? 1 : 0));
  for (let k = 0; k < iterations; k++) {
    const last = mass;
    mass = mass.map((_, i) => (interpolated(last, before[0][i]) + interpolated(last, before[1][i])) / 2);
  }
  return (w) => interpolated(mass, Math.log2(w));
}

function inverse(map: (w: number) => number, value: number): number {
  let [low, high] = [value / 8, 16 * value];
  for (let k = 0; k < 60; k++) {
    const middle = Math.sqrt(low * high);
    if (map(middle) < value) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/** 0 below the grid and 1 above it. */
function interpolated(values: Float64Array, octave: number): number {
  const place = (octave - lowest) * density;
  if (place < 0) return 0;
  const i = Math.floor(place);
  return i >= values.length - 1 ? 1 : values[i] + (place - i) * (values[i + 1] - values[i]);
}
