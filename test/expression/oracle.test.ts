import fc from 'fast-check';
import { all, create } from 'mathjs';
import { afterAll, describe, expect, it } from 'vitest';
import { compile, createScope, gradient, hessian, inOrder, type Node, parse, type Scope } from '../../src/expression';
import { isComparison } from '../../src/expression/operations';
import { type Formula, formula, place } from './arbitrary';
import { derivativeByMathjs } from './derived';
import { displacements, halvings, slope } from './differences';
import { double } from './precision';
import { bounded, type Place } from './roundoff';

const mathjs = create(all, {});
// mathjs compares within 1e-12 by itself; the grammar compares exactly.
const own = {
  smaller: (a: number, b: number) => a < b,
  smallerEq: (a: number, b: number) => a <= b,
  larger: (a: number, b: number) => a > b,
  largerEq: (a: number, b: number) => a >= b,
  equal: (a: number, b: number) => a === b,
  unequal: (a: number, b: number) => a !== b,
  softplus: (a: number) => (a > 0 ? a + Math.log1p(Math.exp(-a)) : Math.log1p(Math.exp(a))),
  logistic: (a: number) => 1 / (1 + Math.exp(-a)),
};
mathjs.import(own, { override: true });

const scopeOf = ({ space }: Formula) => createScope(space.variables, space.parameters);

function valueByMathjs(plain: string, { graph }: Scope, { point, parameters }: Place): number {
  const names = new Map<string, number>();
  graph.coordinates.forEach((name, i) => {
    names.set(name, point[i]);
  });
  graph.parameters.forEach((name, i) => {
    names.set(name, parameters[i]);
  });
  return Number(mathjs.evaluate(plain, names));
}

/** How much was compared and how closely: printed nowhere, but bounded at the end, so that no test passes on nothing. */
class Ledger {
  private compared = 0;
  private left = 0;
  private readonly relative: number[] = [];

  /** |a − b| ≤ tolerance, or left out where rounding decides the value. */
  check(a: number, b: number, tolerance: number, what: () => string): void {
    if (!Number.isFinite(tolerance) || Number.isNaN(b)) {
      this.left++;
      return;
    }
    this.compared++;
    this.relative.push(tolerance / Math.max(1e-300, Math.abs(b)));
    if (!(Math.abs(a - b) <= tolerance)) expect.fail(`${what()}: ${a}, expected ${b} ± ${tolerance}`);
  }

  get share(): number {
    return this.compared / (this.compared + this.left);
  }

  /** Relative tolerance that the given share of the comparisons undercut. */
  quantile(share: number): number {
    this.relative.sort((a, b) => a - b);
    return this.relative[Math.floor(share * (this.relative.length - 1))];
  }
}

const shown = (f: Formula, where: Place) => `${f.text} at ${JSON.stringify(where)}`;

const run = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number, check: (drawn: T) => void) =>
  fc.assert(fc.property(arbitrary, check), { numRuns, seed: 20_26 });

const withPlace = (f: fc.Arbitrary<Formula>) => fc.tuple(f, place);

describe('values', () => {
  const ledger = new Ledger();

  it('equal mathjs and the tree as typed, within rounding', () => {
    run(withPlace(formula(6, 'all')), 2000, ([f, where]) => {
      const scope = scopeOf(f);
      const parsed = parse(scope, f.text);
      const [value] = compile([parsed]).at(where.point, where.parameters);
      const [simplified, typed] = [bounded([parsed], where, double)[0], bounded([f.node], where, double)[0]];
      // Constants are folded as typed, which rounds as often as mathjs does: twice the bound of the tree.
      const tolerance = simplified.error + 2 * typed.error;
      ledger.check(value, typed.value, tolerance, () => shown(f, where));
      ledger.check(value, valueByMathjs(f.plain, scope, where), tolerance, () => `mathjs: ${shown(f, where)}`);
    });
  });

  afterAll(() => {
    expect(ledger.share).toBeGreaterThan(0.9);
    expect(ledger.quantile(0.5)).toBeLessThan(1e-14);
    expect(ledger.quantile(0.9)).toBeLessThan(1e-12);
  });
});

describe('gradients', () => {
  it('equal those by the rules of mathjs', () => {
    const ledger = new Ledger();
    run(withPlace(formula(4, 'elementary')), 400, ([f, where]) => {
      const scope = scopeOf(f);
      const derived = bounded(gradient(scope.graph, parse(scope, f.text)), where, double);
      derived.forEach((ours, i) => {
        const rule = derivativeByMathjs(f.plain, scope.graph.coordinates[i], scope);
        const [theirs] = bounded([rule], where, double);
        ledger.check(ours.value, theirs.value, ours.error + 2 * theirs.error, () => `∂${i} of ${shown(f, where)}`);
      });
    });
    expect(ledger.share).toBeGreaterThan(0.9);
    expect(ledger.quantile(0.5)).toBeLessThan(1e-14);
    expect(ledger.quantile(0.9)).toBeLessThan(1e-12);
  });

  it.each(['smooth', 'all'] as const)('equal differences of values away from kinks: %s', (kind) => {
    const ledger = new Ledger();
    run(withPlace(formula(5, kind)), 500, ([f, where]) => {
      const scope = scopeOf(f);
      const value = parse(scope, f.text);
      compareSlopes(ledger, [value], [gradient(scope.graph, value)], where, () => shown(f, where));
    });
    expect(ledger.share).toBeGreaterThan(kind === 'all' ? 0.8 : 0.9);
    expect(ledger.quantile(0.5)).toBeLessThan(1e-7);
  });
});

describe('second derivatives', () => {
  it('are symmetric', () => {
    const ledger = new Ledger();
    run(withPlace(formula(4, 'all')), 500, ([f, where]) => {
      const scope = scopeOf(f);
      const rows = hessian(scope.graph, parse(scope, f.text)).map((row) => bounded(row, where, double));
      rows.forEach((row, i) => {
        row.slice(0, i).forEach((entry, j) => {
          const mirrored = rows[j][i];
          ledger.check(entry.value, mirrored.value, entry.error + mirrored.error, () => `${i}${j} ${shown(f, where)}`);
        });
      });
    });
    expect(ledger.share).toBeGreaterThan(0.85);
    expect(ledger.quantile(0.5)).toBeLessThan(1e-13);
  });

  it('equal differences of gradients', () => {
    const ledger = new Ledger();
    run(withPlace(formula(4, 'all')), 200, ([f, where]) => {
      const { graph, ...scope } = scopeOf(f);
      const value = parse({ graph, ...scope }, f.text);
      compareSlopes(ledger, gradient(graph, value), hessian(graph, value), where, () => shown(f, where));
    });
    expect(ledger.share).toBeGreaterThan(0.8);
    expect(ledger.quantile(0.5)).toBeLessThan(1e-7);
  });
});

/** `slopes[k][i]` against differences of `values[k]` along coordinate i. */
function compareSlopes(ledger: Ledger, values: Node[], slopes: Node[][], where: Place, what: () => string): void {
  slopes.forEach((row, k) => {
    const nodes = inOrder([values[k], ...row]);
    bounded(row, where, double).forEach((ours, i) => {
      const h = 2 ** -5;
      const along = (d: number) => ({ ...where, point: where.point.map((x, j) => (j === i ? x + d : x)) });
      const { value, error } = slope((d) => compile([values[k]]).at(along(d).point, where.parameters)[0], h);
      const rounding = (2 ** (halvings + 1) / h) * bounded([values[k]], where, double)[0].error;
      const smooth = displacements(h).every((d) => sameSide(nodes, where, along(d)));
      const tolerance = smooth ? ours.error + 10 * error + rounding : Number.POSITIVE_INFINITY;
      ledger.check(ours.value, value, tolerance, () => `slope ${i} of ${k}, ${what()}`);
    });
  });
}

/** Whether two places lie on the same side of every kink and jump, and about as far from the tip of every cone. */
function sameSide(nodes: readonly Node[], a: Place, b: Place): boolean {
  const kinks = nodes.filter(({ op }) => isComparison(op) || ['abs', 'sign', 'min', 'max'].includes(op));
  const cones = nodes.filter(({ op }) => op === 'sqrt');
  const [sides, others] = [a, b].map((where) => differencesAt(kinks, where));
  const [tips, distances] = [a, b].map((where) => bounded(cones, where, double).map(({ value }) => value));
  return (
    sides.every((side, i) => Math.sign(side) === Math.sign(others[i])) &&
    tips.every((tip, i) => Math.abs(distances[i] - tip) < tip / 2)
  );
}

function differencesAt(kinks: readonly Node[], where: Place): number[] {
  return kinks.map(({ args }) => {
    const [left, right] = bounded(args, where, double);
    return left.value - (right?.value ?? 0);
  });
}
