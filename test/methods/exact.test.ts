import { describe, expect, test } from 'vitest';
import { compile, createScope, parse } from '../../src/expression';
import { methods } from '../../src/methods';
import { Chain, type Problem } from './chain';
import { repeated } from './outcomes';
import { variants } from './settings';

const temperature = 0.6;

/** Where a step leads from each state with each state's normals and coin. */
function stepFrom(chain: Chain, from: Float64Array[], normals: Float64Array[], coin: Float64Array): Float64Array[] {
  const state = chain.state({ [chain.method.observed]: from });
  chain.step(state, { normals: [normals], coin });
  return state.variables[chain.method.observed];
}

/** Chances below exp(lowest) are taken for it. */
const lowest = -200;

const constant = (count: number, value: number) => new Float64Array(count).fill(value);

/** Coins that accept every proposal, even one whose chance underflows. */
const always = (count: number) => constant(count, -1);

/** Proposals from each state with each state's normals, and the logarithms of the chances that they are accepted. */
function propose(chain: Chain, from: Float64Array[], normals: Float64Array[]) {
  const count = from[0].length;
  const to = stepFrom(chain, from, normals, always(count));
  const [low, high] = [constant(count, lowest), constant(count, 0)];
  // A step is accepted by coins below a threshold.
  for (let halving = 0; halving < 56; halving++) {
    const middle = low.map((l, k) => (l + high[k]) / 2);
    const moved = stepFrom(chain, from, normals, middle.map(Math.exp));
    middle.forEach((m, k) => {
      const accepted = moved.every((column, i) => column[k] === to[i][k]);
      if (!accepted && moved.some((column, i) => column[k] !== from[i][k])) throw new Error('neither moved nor stayed');
      if (accepted) low[k] = m;
      else high[k] = m;
    });
  }
  return { to, logChance: high };
}

/** Normals that lead from each state to each of `to`, by the two lengths of an affine proposal. */
function normalsTo(chain: Chain, from: Float64Array[], to: Float64Array[]): Float64Array[] {
  const ones = (value: number) => from.map((c) => constant(c.length, value));
  const accepting = always(from[0].length);
  const centre = stepFrom(chain, from, ones(0), accepting);
  const beside = stepFrom(chain, from, ones(1), accepting);
  return to.map((column, i) => column.map((y, k) => (y - centre[i][k]) / (beside[i][k] - centre[i][k])));
}

function energyOf({ variables = ['x'], loss }: Problem): (at: Float64Array[]) => Float64Array {
  const scope = createScope(variables);
  const program = compile([parse(scope, loss)]);
  return (at) => program.evaluate(at, [], at[0].length)[0].slice();
}

const exact = methods.filter(({ order }) => !Number.isFinite(order));

describe.each(exact.map((m) => [m.name, m] as const))('%s leaves exp(−U/T) as it is', (_name, method) => {
  const plane: Problem = {
    variables: ['x', 'y'],
    loss: '(x^2 - 1)^2/2 + x*y/3 + y^2/2 + cos(3*y)/4',
    rows: [0],
    temperature,
  };
  const line: Problem = { loss: 'x^2/2 + cos(2*x)/2', rows: [0], temperature };

  test('keeps nothing from step to step but its position and functions of it', () => {
    expect(new Chain(method, plane, variants(method, 0.1)[0]).memory).toEqual([method.observed]);
  });

  test.each([0.1, 1])('as much flows from x to y as from y to x, in two dimensions, at step %d', (step) => {
    const chain = new Chain(method, plane, variants(method, step)[0]);
    const energy = energyOf(plane);
    // Points that fill a square evenly.
    const point = (a: number, b: number) => Float64Array.from({ length: 400 }, (_, k) => 4 * ((k * a + b) % 1) - 2);
    const places = [
      [point(0.7548776662, 0), point(0.5698402909, 0)],
      [point(0.4142135623, 0.13), point(0.8191725133, 0.4)],
    ];
    const [there, back] = [places, [...places].reverse()].map(([from, to]) => {
      const normals = normalsTo(chain, from, to);
      const { to: proposed, logChance } = propose(chain, from, normals);
      proposed.forEach((column, i) => {
        column.forEach((y, k) => {
          expect(Math.abs(y - to[i][k])).toBeLessThan(1e-13 * (1 + Math.abs(normals[i][k])));
        });
      });
      return energy(from).map(
        (u, k) => -u / temperature - normals.reduce((s, r) => s + r[k] ** 2 / 2, 0) + logChance[k],
      );
    });
    const worst = Math.max(...there.map((log, k) => Math.abs(log - back[k])));
    // The terms of a logarithm reach 300; sixteen of their roundings.
    expect(worst).toBeLessThan(16 * 300 * 2 ** -52);
  });

  test.each([0.1, 1])('expectations after a step are those before it, at step %d', (step) => {
    const chain = new Chain(method, line, variants(method, step)[0]);
    const spacing = 0.05;
    const grid = (half: number) => Array.from({ length: (2 * half) / spacing + 1 }, (_, i) => -half + i * spacing);
    const [xs, rs] = [grid(6), grid(7)];
    const from = [repeated(xs, rs.length)];
    const normals = [from[0].map((_, k) => rs[k % rs.length])];
    const { to, logChance } = propose(chain, from, normals);
    const weight = energyOf(line)(from).map((u, k) => Math.exp(-u / temperature - normals[0][k] ** 2 / 2));
    const total = weight.reduce((a, b) => a + b);
    for (const f of [(x: number) => x * x, Math.cos, (x: number) => Math.tanh(x - 0.5)]) {
      const change = weight.reduce((sum, w, k) => sum + w * Math.exp(logChance[k]) * (f(to[0][k]) - f(from[0][k])), 0);
      // Sums of equal steps are off by spacing²/12 times a jump of slope, here below 1, where the chance reaches 1.
      expect(Math.abs(change / total)).toBeLessThan(spacing ** 2 / 12);
    }
  });
});
