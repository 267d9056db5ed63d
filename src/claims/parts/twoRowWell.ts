import { batchArrival, escapeExponent } from '../../reference';
import { pulls, slope } from './twoPointNoise';

/** Loss of a row z = ±1: (x² − 1)² + s z x. */
const s = 3;

export const twoRows = {
  variables: ['x'],
  parameters: { s },
  loss: '(x^2 - 1)^2 + s*z*x',
  data: { rows: [{ z: 1 }, { z: -1 }] },
};

/** Arrival on the other side, and the radius beyond which a chain counts as gone. */
export const boundary = 0.5;
export const outside = 4;

/** Probabilities to have arrived from −1 and to have left within some steps, on batches of B rows drawn with replacement. */
export function exactArrival(eta: number, batch: number, steps: number) {
  const maps = pulls({ strength: s, batch }).map(({ probability, pull }) => ({
    probability,
    next: (x: number) => x - eta * (slope(x) + pull),
  }));
  return batchArrival({ maps, from: -1, boundary, steps, escape: outside });
}

/** W of single rows: steps to the top at 0 grow as exp(W B/η). */
export function exponentOfRows(): number {
  const slopes = [s, -s].map((kick) => ({ probability: 0.5, slope: (x: number) => slope(x) + kick }));
  return escapeExponent({ slopes, from: -1, to: 0 });
}

/**
 * The largest η at which no sequence of batches of any size leads away: all |x| ≤ R are taken to such again by x' = x − η(U′(x) ± s),
 * R being where a slope and a kick outwards just throw x back to −R. Between ±R the largest |x'| is then at the turning point
 * x² = (1 + 4η)/12η.
 */
export function largestStableStep(): number {
  const held = (eta: number) => {
    const turning = Math.sqrt((1 + 4 * eta) / (12 * eta));
    return (2 / 3) * (1 + 4 * eta) * turning + eta * s <= thrownBack(eta);
  };
  let [low, high] = [0.05, 0.5];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (held(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The largest R with R − η(U′(R) + s) = −R, by Newton's method from above. */
function thrownBack(eta: number): number {
  let R = 10 / Math.sqrt(eta);
  for (let step = 0; step < 100; step++) R -= (eta * (slope(R) + s) - 2 * R) / (eta * (12 * R * R - 4) - 2);
  return R;
}
