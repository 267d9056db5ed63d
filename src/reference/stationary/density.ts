import { dependencies, type Graph, gradient, type Node } from '../../expression';
import type { Density } from '../../model/density';
import { evaluator } from '../numerics/evaluator';
import { multiply, symmetricEigen } from '../numerics/linear';
import { conditionalBins, conditionalCells } from './conditionalBins';
import { type Factor, factor, type Marginal, type Setting } from './factor';
import { Joint } from './joint';
import { quadraticFormBelow } from './quadraticForm';
import { smallBall } from './smallBall';
import { additiveTerms, bentIn, components } from './terms';

/**
 * The stationary density exp(−U/T)/Z of a potential.
 *
 * @param potential over the coordinates of `graph`
 * @param parameterValues one per parameter of the graph
 * @param temperature T > 0
 * @returns null where it cannot be had exactly: U does not confine, or a part of it couples three or more coordinates and
 *   is neither Gaussian nor Gaussian given one of them
 */
export function stationaryDensity(
  graph: Graph,
  potential: Node,
  parameterValues: readonly number[],
  temperature: number,
): Density | null {
  if (!(temperature > 0) || dependencies(potential).size < graph.coordinates.length) return null;
  const setting = { graph, parameters: parameterValues, temperature };
  const parts = components(graph, potential).map((c) => factor(setting, c));
  if (parts.some((p) => p === null)) return null;
  const density = new FactoredDensity(setting, parts as Factor[]);
  return density.confines() ? density : null;
}

type Masses1d = NonNullable<ReturnType<Density['bins1d']>>;
type Masses2d = NonNullable<ReturnType<Density['bins2d']>>;

/** Exact answers about a stationary density; each is null where it cannot be had exactly. See `stationaryDensity`. */
class FactoredDensity implements Density {
  /** By the coordinates asked for, and by those of the joint: what is asked for often cannot be had without others. */
  private readonly joints = new Map<string, Joint | null>();
  private readonly byPlace = new Map<string, Joint | null>();
  private readonly means = new Map<Node, number | null>();
  private readonly logNormalizers: (number | null)[];

  constructor(
    private readonly setting: Setting,
    private readonly factors: readonly Factor[],
  ) {
    this.logNormalizers = factors.map((f) => {
      if (f.gaussian) return f.gaussian.logNormalizer;
      const marginal = f.marginal([]);
      return marginal && (this.jointOver([marginal])?.logMass ?? null);
    });
  }

  confines(): boolean {
    return this.logNormalizers.every((z) => z !== null && Number.isFinite(z));
  }

  /** Z = ∫ exp(−U/T). */
  normalizer(): number {
    return Math.exp(this.logNormalizers.reduce<number>((sum, z) => sum + z!, 0));
  }

  /** Stationary expectation of f, whose terms may involve two coordinates each. */
  mean(f: Node): number | null {
    return this.affine([f])?.mean[0] ?? this.meanByTerms(f);
  }

  private meanByTerms(f: Node): number | null {
    return total(additiveTerms(this.setting.graph, f).map((term) => this.meanOfTerm(term)));
  }

  /** Covariances ask again for means that are known. */
  private meanOfTerm(term: Node): number | null {
    if (!this.means.has(term)) this.means.set(term, this.integralOfTerm(term));
    return this.means.get(term)!;
  }

  private integralOfTerm(term: Node): number | null {
    const needed = dependencies(term);
    if (needed.size === 0) return evaluator(this.setting.graph, [term], [], this.setting.parameters)([], 1)[0][0];
    return this.conditionalMean(term, needed) ?? this.joint(needed)?.mean(term) ?? null;
  }

  /** E f = E E[f | s] where all coordinates of f belong to one factor that is Gaussian given s. */
  private conditionalMean(f: Node, needed: ReadonlySet<number>): number | null {
    const { conditional, coordinates } = this.factorOf([...needed][0]);
    if (!conditional || ![...needed].every((c) => coordinates.includes(c))) return null;
    const expectation = conditional.expectation(f);
    return expectation && (this.joint(new Set([conditional.given]))?.means(expectation, 1)?.[0] ?? null);
  }

  /** Stationary covariance of f and g, term by term; terms of independent coordinates have none. */
  covariance(f: Node, g: Node): number | null {
    const affine = this.affine([f, g]);
    if (affine) return affine.covariance[0][1];
    const { graph } = this.setting;
    const [left, right] = [additiveTerms(graph, f), additiveTerms(graph, g)];
    return total(left.flatMap((a) => right.map((b) => this.covarianceOfTerms(a, b))));
  }

  private covarianceOfTerms(a: Node, b: Node): number | null {
    if (this.independent(a, b)) return 0;
    const { graph } = this.setting;
    const [meanA, meanB] = [this.meanOfTerm(a), this.meanOfTerm(b)];
    if (meanA === null || meanB === null) return null;
    const centred = (node: Node, mean: number) => graph.sub(node, graph.constant(mean));
    return this.meanOfTerm(graph.mul(centred(a, meanA), centred(b, meanB)));
  }

  private independent(a: Node, b: Node): boolean {
    const parts = (node: Node) => [...dependencies(node)].map((c) => this.factorOf(c));
    return !parts(a).some((f) => parts(b).includes(f));
  }

  private factorOf(coordinate: number): Factor {
    return this.factors.find((f) => f.coordinates.includes(coordinate))!;
  }

  /** Masses of {edges[i] ≤ f < edges[i+1]}, of {f < edges[0]} and of the rest. */
  bins1d(f: Node, edges: readonly number[]): Masses1d | null {
    const conditional = f.op === 'coordinate' ? this.factorOf(f.index).conditional : undefined;
    if (conditional && conditional.given !== f.index) {
      const joint = this.joint(new Set([conditional.given]));
      return joint && conditionalBins(joint, conditional, f.index, edges);
    }
    return this.joint(dependencies(f))?.bins(f, edges) ?? null;
  }

  /** Masses of the cells of two coordinates. */
  bins2d(f: Node, g: Node, xEdges: readonly number[], yEdges: readonly number[]): Masses2d | null {
    if (f.op !== 'coordinate' || g.op !== 'coordinate' || f === g) return null;
    if (this.independent(f, g)) return outerProduct(this.bins1d(f, xEdges), this.bins1d(g, yEdges));
    const conditional = this.factorOf(f.index).conditional;
    if (conditional?.given === f.index) return transpose(this.conditionalCells(f, g, xEdges, yEdges));
    if (conditional?.given === g.index) return this.conditionalCells(g, f, yEdges, xEdges);
    return this.joint(new Set([f.index, g.index]))?.cells(f.index, xEdges, yEdges) ?? null;
  }

  private conditionalCells(s: Node, r: Node, sEdges: readonly number[], rEdges: readonly number[]): Masses2d | null {
    const joint = this.joint(new Set([s.index]));
    return joint && conditionalCells(joint, this.factorOf(s.index).conditional!, r.index, sEdges, rEdges);
  }

  /** Mass of {|zeros| < radius}, the Euclidean norm of a list of functions. */
  tube(zeros: readonly Node[], radius: number): number | null {
    const gaussian = this.gaussianTube(zeros, radius);
    if (gaussian !== null) return gaussian;
    if (zeros.length === 1) return this.bins1d(zeros[0], [-radius, radius])?.masses[0] ?? null;
    const marginals = this.marginals(new Set(zeros.flatMap((z) => [...dependencies(z)])));
    return marginals && smallBall(this.setting, marginals, zeros, radius);
  }

  /** Affine functions of Gaussian coordinates are Gaussian: z ~ N(Aμ + b, AΣAᵀ), in the eigenbasis of its covariance. */
  private gaussianTube(zeros: readonly Node[], radius: number): number | null {
    const affine = this.affine(zeros);
    if (!affine) return null;
    const { mean, covariance } = affine;
    const { values, vectors } = symmetricEigen(covariance);
    if (!(values[0] > 1e-12 * values[values.length - 1])) return null;
    const shifts = multiply(vectors, mean).map((m, i) => m / Math.sqrt(values[i]));
    return quadraticFormBelow(values, shifts, radius ** 2);
  }

  /** Mean and covariance of the zeros when all are affine in coordinates of Gaussian factors. */
  private affine(zeros: readonly Node[]): { mean: number[]; covariance: number[][] } | null {
    const { graph, parameters } = this.setting;
    const needed = [...new Set(zeros.flatMap((z) => [...dependencies(z)]))];
    if (!needed.every((c) => this.factorOf(c).gaussian)) return null;
    const slopes = zeros.flatMap((z) => needed.map((c) => gradient(graph, z)[c]));
    if (bentIn(...zeros).size > 0 || dependencies(...slopes).size > 0) return null;
    const values = Array.from(evaluator(graph, [...zeros, ...slopes], [], parameters)([], 1), (c) => c[0]);
    const rows = zeros.map((_, i) => values.slice(zeros.length + i * needed.length).slice(0, needed.length));
    const centre = needed.map((c) => this.gaussianMoments(c, c).mean);
    const spread = needed.map((c) => needed.map((e) => this.gaussianMoments(c, e).covariance));
    const mean = multiply(rows, centre).map((m, i) => m + values[i]);
    return { mean, covariance: rows.map((a) => multiply(rows, multiply(spread, a))) };
  }

  /** Mean of coordinate c and its covariance with coordinate e, both of Gaussian factors. */
  private gaussianMoments(c: number, e: number): { mean: number; covariance: number } {
    const { coordinates, gaussian } = this.factorOf(c);
    const [i, j] = [coordinates.indexOf(c), coordinates.indexOf(e)];
    return { mean: gaussian!.mean[i], covariance: j < 0 ? 0 : gaussian!.covariance[i][j] };
  }

  /** Normalised marginals of the factors that the coordinates belong to. */
  private marginals(needed: ReadonlySet<number>): Marginal[] | null {
    const used = this.factors.filter((f) => f.coordinates.some((c) => needed.has(c)));
    const marginals: Marginal[] = [];
    for (const f of used) {
      const marginal = f.marginal(f.coordinates.filter((c) => needed.has(c)));
      if (!marginal) return null;
      const shift = this.logNormalizers[this.factors.indexOf(f)]!;
      marginals.push({ ...marginal, log: (x, n) => marginal.log(x, n).map((v) => v - shift) });
    }
    return marginals;
  }

  /**
   * The joint density of up to two coordinates and of those that they cannot be had without; null beyond two. That of one factor
   * is the one whose integral was its normaliser: a joint divides by its own mass, so that a shift of its logarithm is nothing to it.
   */
  private joint(needed: ReadonlySet<number>): Joint | null {
    const key = [...needed].sort((a, b) => a - b).join(',');
    if (!this.joints.has(key)) {
      const marginals = this.marginals(needed);
      this.joints.set(key, marginals && this.jointOver(marginals));
    }
    return this.joints.get(key)!;
  }

  private jointOver(marginals: readonly Marginal[]): Joint | null {
    const key = marginals.flatMap((m) => m.coordinates).join(',');
    if (!this.byPlace.has(key)) this.byPlace.set(key, Joint.over(this.setting, marginals));
    return this.byPlace.get(key)!;
  }
}

function transpose(cells: Masses2d | null): Masses2d | null {
  if (!cells) return null;
  const { masses, outside } = cells;
  return { masses: masses[0].map((_, i) => masses.map((row) => row[i])), outside };
}

function outerProduct(x: Masses1d | null, y: Masses1d | null): Masses2d | null {
  if (!x || !y) return null;
  const inside = x.masses.reduce((a, b) => a + b, 0);
  const masses = y.masses.map((m) => x.masses.map((p) => p * m));
  return { masses, outside: x.below + x.above + inside * (y.below + y.above) };
}

function total(parts: (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, x) => (sum === null || x === null ? null : sum + x), 0);
}
