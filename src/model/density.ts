import type { Node } from '../expression';

/**
 * An exact stationary density. Every answer is exact to quadrature error (about 1e-10), or null where it cannot be had;
 * never an approximation under the name of exact.
 */
export interface Density {
  /** Normaliser Z = ∫ exp(−U/T) dx. */
  normalizer(): number | null;
  mean(of: Node): number | null;
  covariance(f: Node, g: Node): number | null;
  /** Masses of {edge_i ≤ f < edge_{i+1}}, and what lies outside. */
  bins1d(of: Node, edges: readonly number[]): { masses: number[]; below: number; above: number } | null;
  /** Masses `masses[iy][ix]` of the rectangles of two expressions. */
  bins2d(
    x: Node,
    y: Node,
    xEdges: readonly number[],
    yEdges: readonly number[],
  ): { masses: number[][]; outside: number } | null;
  /** Mass of the tube {|zeros|₂ < radius}. */
  tube(zeros: readonly Node[], radius: number): number | null;
}
