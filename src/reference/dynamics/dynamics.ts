import { dependencies, type Graph, inOrder, type Node } from '../../expression';
import type { Dynamics } from '../../model/dynamics';
import type { Start } from '../../model/plan';
import { evaluator } from '../numerics/evaluator';
import { factor, type Setting } from '../stationary/factor';
import { rowPotential } from '../stationary/rowPotential';
import { additiveTerms, type Component, components } from '../stationary/terms';
import type { ComponentDynamics } from './component';
import { domain } from './domain';
import { GaussianDynamics } from './gaussianDynamics';
import { LineDynamics } from './lineDynamics';
import { lineStart } from './lineStart';
import { PlaneDynamics } from './planeDynamics';
import { smallestSums } from './spectrum';

/**
 * Exact answers about relaxation of overdamped Langevin dynamics dX = −∇U dt + √(2T) dW.
 *
 * Independent parts of the potential are solved one by one: a quadratic one of any size in closed form for functions of degree two
 * and less, one of one coordinate by spectral elements to about 10⁻⁵, one of two coordinates by finite volumes to about
 * 10⁻³ (no masses). f may be a sum of functions of one part each; for masses it must be a function of one part.
 *
 * @param parameters one value per parameter of the graph
 * @returns null when T is not positive or the table behind the potential is too large
 */
export function langevinDynamics(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  start: Start,
): Omit<Dynamics, 'passage' | 'asymptote'> | null {
  const plain = rowPotential(graph, potential, parameters);
  if (!(temperature > 0) || !plain) return null;
  return new Sum({ graph, parameters, temperature }, components(graph, plain), start);
}

/** A question to a part about its own term of f. */
type Ask<T> = (part: ComponentDynamics, f: Node) => T | null;

class Sum implements Omit<Dynamics, 'passage' | 'asymptote'> {
  private readonly solvers = new Map<Component, Lazy[]>();

  constructor(
    private readonly setting: Setting,
    private readonly parts: readonly Component[],
    private readonly start: Start,
  ) {}

  rates(count: number): number[] | null {
    const covered = this.parts.reduce((n, p) => n + p.coordinates.length, 0);
    if (covered < this.setting.graph.coordinates.length) return null;
    let sums: number[] = [0];
    for (const part of this.parts) {
      const own = first(this.solversOf(part), (s) => s.rates(count));
      if (!own) return null;
      // Each part with its zero; sums of the smallest of each are enough for the smallest of all.
      sums = smallestSums(sums, [0, ...own], count + 1);
    }
    return sums.slice(1);
  }

  correlation(f: Node, times: readonly number[]): number[] | null {
    const all = this.total(f, (s, g) => s.covariances(g, [0, ...times]));
    return all && all[0] > 0 ? all.slice(1).map((v) => v / all[0]) : null;
  }

  integratedTime(f: Node): number | null {
    const variance = this.total(f, (s, g) => s.covariances(g, [0]));
    const integral = this.total(f, (s, g) => [s.timeIntegral(g)]);
    return variance && integral && variance[0] > 0 ? integral[0] / variance[0] : null;
  }

  timeMeanVariance(f: Node, spacing: number, count: number): number | null {
    return this.total(f, (s, g) => [s.meanVariance(g, spacing, count)])?.[0] ?? null;
  }

  means(f: Node, times: readonly number[]): number[] | null {
    const split = this.split(f);
    if (split?.parts.size === 0) return times.map(() => split.constant);
    const sums = split && this.total(f, (s, g) => s.means(g, times));
    return sums && times.map((_, i) => split.constant + sums[i]);
  }

  masses(f: Node, edges: readonly number[], times: readonly number[]): Float64Array[] | null {
    const plain = this.plain(f);
    const part = plain && this.parts.find((p) => p.coordinates.includes([...dependencies(plain)][0]));
    if (!part || ![...dependencies(plain)].every((c) => part.coordinates.includes(c))) return null;
    return first(this.solversOf(part), (s) => s.masses(plain, edges, times));
  }

  /** Sums over parts of what each says about its own part of f; empty for a constant. */
  private total(f: Node, ask: Ask<(number | null)[]>): number[] | null {
    const split = this.split(f);
    if (!split) return null;
    let sums: number[] | null = null;
    for (const [part, own] of split.parts) {
      const values = first(this.solversOf(part), (s) => {
        const answer = ask(s, own);
        return answer?.includes(null) ? null : (answer as number[] | null);
      });
      if (!values) return null;
      sums = values.map((v, i) => v + (sums?.[i] ?? 0));
    }
    return sums;
  }

  /** f as a constant and a function of each part; null when a term depends on two parts or on none of them. */
  private split(f: Node): { constant: number; parts: Map<Component, Node> } | null {
    const { graph, parameters } = this.setting;
    const plain = this.plain(f);
    if (!plain) return null;
    const parts = new Map<Component, Node>();
    let constant = 0;
    for (const term of additiveTerms(graph, plain)) {
      const needed = [...dependencies(term)];
      const part = this.parts.find((p) => needed.every((c) => p.coordinates.includes(c)));
      if (needed.length === 0) constant += evaluator(graph, [term], [], parameters)([], 1)[0][0];
      else if (!part) return null;
      else parts.set(part, graph.add(parts.get(part) ?? graph.zero, term));
    }
    return { constant, parts };
  }

  /** Without means over rows; null where that cannot be, or where f depends on momenta. */
  private plain(f: Node): Node | null {
    if (inOrder([f]).some((node) => node.op === 'momentum')) return null;
    return rowPotential(this.setting.graph, f, this.setting.parameters);
  }

  /** What can answer about a part, the best first. */
  private solversOf(part: Component): Lazy[] {
    if (!this.solvers.has(part)) this.solvers.set(part, solversFor(this.setting, part, this.start));
    return this.solvers.get(part)!;
  }
}

/** Made when they are asked: a closed form saves looking for the domain of a numerical one. */
type Lazy = () => ComponentDynamics | null;

function solversFor(setting: Setting, part: Component, start: Start): Lazy[] {
  const gaussian = factor(setting, part)?.gaussian;
  const numeric = once(() => numericSolver(setting, part, start));
  if (!gaussian) return [numeric];
  const closed = new GaussianDynamics(setting, part, gaussian, start);
  return [() => closed, numeric];
}

function numericSolver(setting: Setting, part: Component, start: Start): ComponentDynamics | null {
  const where = domain(setting, part);
  if (!where) return null;
  if (part.coordinates.length === 2) return new PlaneDynamics(setting, part, where, start);
  return new LineDynamics(setting, part, where, lineStart(start, part.coordinates[0]));
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function first<T>(solvers: readonly Lazy[], ask: (solver: ComponentDynamics) => T | null): T | null {
  for (const solver of solvers) {
    const made = solver();
    const answer = made && ask(made);
    if (answer !== null) return answer;
  }
  return null;
}
