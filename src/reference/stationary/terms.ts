import { dependencies, type Graph, inOrder, type Node } from '../../expression';

const kinks: ReadonlySet<string> = new Set(['abs', 'sign', 'min', 'max', 'select']);

/**
 * Coordinates along which a formula may have kinks or jumps: its derived second derivatives, which hold between them, then say
 * nothing about its shape as a whole.
 */
export function bentIn(...nodes: Node[]): Set<number> {
  return dependencies(...inOrder(nodes).filter((node) => kinks.has(node.op)));
}

/** The terms of a sum, with factors and divisors that depend on no coordinate multiplied in. */
export function additiveTerms(g: Graph, node: Node, wrap: (term: Node) => Node = (t) => t): Node[] {
  const [a, b] = node.args;
  const free = (n: Node) => dependencies(n).size === 0;
  if (node.op === 'add') return [...additiveTerms(g, a, wrap), ...additiveTerms(g, b, wrap)];
  if (node.op === 'sub') return [...additiveTerms(g, a, wrap), ...additiveTerms(g, b, (t) => wrap(g.neg(t)))];
  if (node.op === 'neg') return additiveTerms(g, a, (t) => wrap(g.neg(t)));
  if (node.op === 'mul' && free(a)) return additiveTerms(g, b, (t) => wrap(g.mul(a, t)));
  if (node.op === 'mul' && free(b)) return additiveTerms(g, a, (t) => wrap(g.mul(b, t)));
  if (node.op === 'div' && free(b)) return additiveTerms(g, a, (t) => wrap(g.div(t, b)));
  return [wrap(node)];
}

/** A sum of terms that shares no coordinate with the others. */
export interface Component {
  coordinates: number[];
  potential: Node;
}

/**
 * Splits a potential into independent parts: the connected components of its coordinates over the terms of its sum.
 * A constant goes to the first part; a coordinate that no term depends on is missing.
 */
export function components(g: Graph, potential: Node): Component[] {
  const parts: { coordinates: Set<number>; terms: Node[] }[] = [];
  const constants: Node[] = [];
  for (const term of additiveTerms(g, potential)) {
    const coordinates = dependencies(term);
    if (coordinates.size === 0) constants.push(term);
    else absorb(parts, coordinates, term);
  }
  parts[0]?.terms.push(...constants);
  return parts.map((p) => ({ coordinates: [...p.coordinates].sort((i, j) => i - j), potential: g.sum(p.terms) }));
}

/** Adds a term to the parts and joins those that it connects. */
function absorb(parts: { coordinates: Set<number>; terms: Node[] }[], coordinates: Set<number>, term: Node): void {
  const joined = { coordinates, terms: [term] };
  for (let i = parts.length - 1; i >= 0; i--) {
    if (![...parts[i].coordinates].some((c) => coordinates.has(c))) continue;
    for (const c of parts[i].coordinates) coordinates.add(c);
    joined.terms.push(...parts[i].terms);
    parts.splice(i, 1);
  }
  parts.push(joined);
}
