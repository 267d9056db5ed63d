import { dependencies, gradient, hessian, type Node } from '../../expression';
import type { Start } from '../../model/plan';
import { evaluator } from '../numerics/evaluator';
import { multiply, symmetricEigen } from '../numerics/linear';
import { normalBelow } from '../numerics/normal';
import type { Factor, Setting } from '../stationary/factor';
import { bentIn, type Component } from '../stationary/terms';
import type { ComponentDynamics } from './component';
import { covariances, type Measure, meanVariance, timeIntegral } from './measure';
import { componentRates } from './spectrum';

/** f(μ) + b·z + ½ zᵀBz in the principal axes z of a Gaussian law with mean μ. */
interface Quadratic {
  constant: number;
  slope: number[];
  curvature: number[][];
}

/**
 * Dynamics in a quadratic potential of any number of coordinates, for functions of degree two and less: each principal axis is an
 * Ornstein–Uhlenbeck process of its own, z(t) = e^{−kt} z(0) + noise (Gardiner, Stochastic Methods, 2009, §4.5.6).
 * Null for other functions.
 */
export class GaussianDynamics implements ComponentDynamics {
  readonly coordinates: readonly number[];
  /** Principal axes, the stationary variances along them and their rates. */
  private readonly axes: number[][];
  private readonly variances: number[];
  private readonly curvatures: number[];
  /** Mean and covariance of z at the start. */
  private readonly startMean: number[];
  private readonly startCovariance: number[][];

  constructor(
    private readonly setting: Setting,
    private readonly component: Component,
    private readonly gaussian: NonNullable<Factor['gaussian']>,
    private readonly start: Start,
  ) {
    this.coordinates = component.coordinates;
    const { values, vectors } = symmetricEigen(gaussian.covariance);
    this.axes = vectors;
    this.variances = values;
    this.curvatures = values.map((v) => setting.temperature / v);
    const moments = component.coordinates.map((c) => startMoments(start, c));
    this.startMean = multiply(
      vectors,
      moments.map((m, i) => m.mean - gaussian.mean[i]),
    );
    this.startCovariance = vectors.map((a) =>
      vectors.map((b) => a.reduce((s, v, i) => s + v * b[i] * moments[i].variance, 0)),
    );
  }

  rates(count: number): number[] | null {
    return componentRates(this.setting, this.component, count);
  }

  covariances(f: Node, times: readonly number[]): number[] | null {
    const measure = this.measure(f);
    return measure && covariances(measure, times);
  }

  timeIntegral(f: Node): number | null {
    const measure = this.measure(f);
    return measure && timeIntegral(measure);
  }

  meanVariance(f: Node, spacing: number, count: number): number | null {
    const measure = this.measure(f);
    return measure && meanVariance(measure, spacing, count);
  }

  means(f: Node, times: readonly number[]): number[] | null {
    const q = this.quadratic(f);
    return q && times.map((t) => this.meanAt(q, t));
  }

  /** Of linear functions, whose law is normal, from a point or a normal start. */
  masses(f: Node, edges: readonly number[], times: readonly number[]): Float64Array[] | null {
    const q = this.quadratic(f);
    if (!q || this.start.kind === 'uniform' || q.curvature.some((row) => row.some((v) => v !== 0))) return null;
    return times.map((t) => {
      const covariance = this.covarianceAt(t);
      const variance = q.slope.reduce((s, b, i) => s + b * multiply(covariance, q.slope)[i], 0);
      const below = edges.map((e) => normalLaw(e, this.meanAt(q, t), Math.max(0, variance)));
      return Float64Array.from([...below, 1], (p, i) => p - (i > 0 ? below[i - 1] : 0));
    });
  }

  /** b² σ² decays at k, the product of two axes at the sum of their rates. */
  private measure(f: Node): Measure | null {
    const q = this.quadratic(f);
    if (!q) return null;
    const [k, v] = [this.curvatures, this.variances];
    const pairs = k.flatMap((_, i) => k.map((_, j) => [i, j]));
    return {
      rates: [...k, ...pairs.map(([i, j]) => k[i] + k[j])],
      weights: [
        ...q.slope.map((b, i) => b * b * v[i]),
        ...pairs.map(([i, j]) => (q.curvature[i][j] ** 2 * v[i] * v[j]) / 2),
      ],
    };
  }

  private meanAt({ constant, slope, curvature }: Quadratic, t: number): number {
    const mean = this.startMean.map((m, i) => m * Math.exp(-this.curvatures[i] * t));
    const covariance = this.covarianceAt(t);
    const second = curvature.map((row, i) =>
      row.reduce((s, b, j) => s + b * (covariance[i][j] + mean[i] * mean[j]), 0),
    );
    return slope.reduce((s, b, i) => s + b * mean[i] + second[i] / 2, constant);
  }

  private covarianceAt(t: number): number[][] {
    const k = this.curvatures;
    const noise = (i: number) => -this.variances[i] * Math.expm1(-2 * k[i] * t);
    return this.startCovariance.map((row, i) =>
      row.map((v, j) => v * Math.exp(-(k[i] + k[j]) * t) + (i === j ? noise(i) : 0)),
    );
  }

  private quadratic(f: Node): Quadratic | null {
    const { graph, parameters } = this.setting;
    const { coordinates } = this;
    const second = hessian(graph, f);
    const entries = coordinates.flatMap((i) => coordinates.map((j) => second[i][j]));
    if (bentIn(f).size > 0 || dependencies(...entries).size > 0) return null;
    const slopes = gradient(graph, f);
    const outputs = [f, ...coordinates.map((c) => slopes[c]), ...entries];
    const centre = this.gaussian.mean.map((m) => Float64Array.of(m));
    const at = evaluator(graph, outputs, coordinates, parameters)(centre, 1).map((c) => c[0]);
    const n = coordinates.length;
    const full = coordinates.map((_, i) => at.slice(1 + n + i * n, 1 + n + (i + 1) * n));
    return {
      constant: at[0],
      slope: multiply(this.axes, at.slice(1, n + 1)),
      curvature: this.axes.map((a) => multiply(this.axes, multiply(full, a))),
    };
  }
}

function startMoments(start: Start, c: number): { mean: number; variance: number } {
  if (start.kind === 'point') return { mean: start.at[c], variance: 0 };
  if (start.kind === 'normal') return { mean: start.mean[c], variance: start.deviation[c] ** 2 };
  const [low, high] = [start.low[c], start.high[c]];
  return { mean: (low + high) / 2, variance: (high - low) ** 2 / 12 };
}

/** P(X < x) of a normal law, or of a point. */
function normalLaw(x: number, mean: number, variance: number): number {
  if (variance === 0) return x > mean ? 1 : 0;
  return normalBelow((x - mean) / Math.sqrt(variance));
}
