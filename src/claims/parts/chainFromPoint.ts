import type { LangevinChain } from '../../reference/chain/evenGrid';
import { leimkuhlerMatthewsChain } from '../../reference/chain/leimkuhlerMatthewsChain';
import type { Transitions } from '../../reference/chain/transitions';
import { normalBelow } from '../../reference/numerics/normal';

/** The law of the position after some steps. */
interface LawAtStep {
  /** P(a < x < b). */
  mass: (a: number, b: number) => number;
}

/**
 * The law of Leimkuhler and Matthews' chain from a point after each of the given numbers of steps, ascending and at least 1. Its first
 * state is y₁ = x₀ − hU′(x₀) + √(hT/2) R, and the position in a step from y is normal about y.
 */
export function chainFromPoint(chain: LangevinChain, from: number, steps: readonly number[]): LawAtStep[] {
  const transitions = leimkuhlerMatthewsChain(chain);
  const { centres, deviation } = transitions;
  const first = from - chain.step * chain.slope(from);
  let law = normalised(centres.map((y) => Math.exp(-(((y - first) / deviation) ** 2) / 2)));
  let taken = 1;
  return steps.map((n) => {
    for (; taken < n; taken++) law = after(transitions, law);
    return lawOf(law, centres, deviation);
  });
}

function lawOf(law: Float64Array, centres: Float64Array, deviation: number): LawAtStep {
  const below = (x: number, y: number) => normalBelow((x - y) / deviation);
  return {
    mass: (a, b) => law.reduce((sum, p, i) => sum + p * (below(b, centres[i]) - below(a, centres[i])), 0),
  };
}

function after({ first, rows }: Transitions, law: Float64Array): Float64Array {
  const next = new Float64Array(law.length);
  rows.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) next[first[i] + j] += law[i] * row[j];
  });
  return next;
}

function normalised(weights: Float64Array): Float64Array {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}
