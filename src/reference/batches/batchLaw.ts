import { compile, dependencies, type Graph, gradient, hessian, type Node } from '../../expression';
import type { Density } from '../../model/density';
import type { Rows } from '../../model/target';
import { multiply } from '../numerics/linear';
import { movedDensity, phaseGraph } from '../stationary/phaseDensity';
import { substitute } from '../stationary/rowPotential';
import { bentIn } from '../stationary/terms';
import {
  type BatchChain,
  type BatchMoments,
  batchMoments,
  type QuadraticRows,
  type QuadraticSums,
  quadraticSums,
} from './secondMoments';

const rowsAtOnce = 1024;
const mostDimensions = 40;

/**
 * Sums over the rows of a quadratic loss, for `batchLaw`.
 *
 * @returns null where the loss is not quadratic in the coordinates, or too large (see `quadraticSums`)
 */
export function lossSums(graph: Graph, rows: Rows, parameters: readonly number[]): QuadraticSums | null {
  if (graph.coordinates.length > mostDimensions) return null;
  const whole = graph.add(rows.loss, rows.regularizer);
  const second = hessian(graph, whole).flat();
  if (bentIn(whole).size > 0 || dependencies(...second).size > 0) return null;
  return quadraticSums(quadraticRows(graph, rows, [...second, ...gradient(graph, whole)], parameters));
}

/** Second derivatives and slopes at the origin, row by row: a row is a point that draws itself. */
function quadraticRows(
  graph: Graph,
  { train }: Rows,
  nodes: readonly Node[],
  parameters: readonly number[],
): QuadraticRows {
  const d = graph.coordinates.length;
  const program = compile(nodes.map((node) => graph.rowMean(node, train)));
  const origin = graph.coordinates.map(() => new Float64Array(rowsAtOnce));
  const forEach: QuadraticRows['forEach'] = (visit) => {
    const hessianOf = new Float64Array(d * d);
    const offset = new Float64Array(d);
    for (let first = 0; first < train.count; first += rowsAtOnce) {
      const n = Math.min(rowsAtOnce, train.count - first);
      const chosen = Uint32Array.from({ length: n }, (_, k) => first + k);
      const values = program.evaluate(origin, parameters, n, { draws: 1, rows: chosen });
      for (let k = 0; k < n; k++) {
        for (let e = 0; e < d * d; e++) hessianOf[e] = values[e][k];
        for (let i = 0; i < d; i++) offset[i] = -values[d * d + i][k];
        visit(hessianOf, offset);
      }
    }
  };
  return { dimension: d, count: train.count, forEach };
}

/**
 * What is exact about the stationary law of a mini-batch chain on a quadratic loss: means and covariances of affine formulas in
 * positions and momenta (null for those of a position with a momentum, and for all else).
 */
export function batchLaw(
  graph: Graph,
  sums: QuadraticSums,
  chain: BatchChain,
  parameters: readonly number[],
): Density | null {
  const moments = batchMoments(sums, chain);
  if (moments === null) return null;
  const phase = phaseGraph(graph);
  const law = new AffineLaw(phase, moments, parameters);
  return movedDensity(law, (node) => substitute(phase, node, () => undefined));
}

class AffineLaw implements Density {
  constructor(
    private readonly graph: Graph,
    private readonly moments: BatchMoments,
    private readonly parameters: readonly number[],
  ) {}

  normalizer(): null {
    return null;
  }

  mean(of: Node): number | null {
    const f = this.affine(of);
    return f && f.constant + dot(f.position, this.moments.mean);
  }

  covariance(of: Node, and: Node): number | null {
    const [f, g] = [this.affine(of), this.affine(and)];
    if (f === null || g === null) return null;
    const mixed = (a: Affine, b: Affine) => a.position.some((c) => c !== 0) && b.momentum.some((c) => c !== 0);
    if (mixed(f, g) || mixed(g, f)) return null;
    const { covariance, velocity } = this.moments;
    return dot(f.position, multiply(covariance, g.position)) + dot(f.momentum, multiply(velocity, g.momentum));
  }

  bins1d(): null {
    return null;
  }

  bins2d(): null {
    return null;
  }

  tube(): null {
    return null;
  }

  private affine(of: Node): Affine | null {
    const slopes = gradient(this.graph, of);
    if (bentIn(of).size > 0 || dependencies(...slopes).size > 0) return null;
    const origin = this.graph.coordinates.map(() => 0);
    const [constant, ...rest] = compile([of, ...slopes]).at(origin, this.parameters);
    const d = rest.length / 2;
    return { constant, position: rest.slice(0, d), momentum: rest.slice(d) };
  }
}

interface Affine {
  constant: number;
  position: number[];
  momentum: number[];
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((s, x, i) => s + x * b[i], 0);
