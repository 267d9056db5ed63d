import type { Node } from '../../expression';
import type { Start } from '../../model/plan';
import { evaluator } from '../numerics/evaluator';
import { type Poles, poles, propagated, type Reduced, reduce, spectralMeasure } from '../numerics/krylov';
import type { Setting } from '../stationary/factor';
import type { Component } from '../stationary/terms';
import { agreed, type ComponentDynamics } from './component';
import type { Domain } from './domain';
import { type Plane, planeGenerator } from './generator';
import { covariances, type Measure, meanVariance, timeIntegral } from './measure';
import { expectationOver } from './planeStart';
import { componentRates, extrapolate, hopeless } from './spectrum';

const grids = [64, 96, 144];
const ratio = 1.5;
/** Of the largest diagonal element. */
const shifts = [1e-9, 1e-5, 1e-3];
const krylovSize = 36;
/** Largest part of the scale by which three grids may differ from the last two of them. */
const tolerance = 1e-3;

/** Dynamics of two coupled coordinates, by finite volumes extrapolated to spacing zero. */
export class PlaneDynamics implements ComponentDynamics {
  readonly coordinates: readonly number[];
  private readonly generators: { plane: Plane; inverses: Poles }[] = [];
  private readonly spaces = new Map<string, Reduced>();

  constructor(
    private readonly setting: Setting,
    private readonly component: Component,
    private readonly domain: Domain,
    private readonly start: Start,
  ) {
    this.coordinates = component.coordinates;
  }

  rates(count: number): number[] | null {
    return componentRates(this.setting, this.component, count);
  }

  covariances(f: Node, times: readonly number[]): number[] | null {
    return this.ofMeasure(f, (m) => covariances(m, [0, ...times]))?.slice(1) ?? null;
  }

  timeIntegral(f: Node): number | null {
    return this.ofMeasure(f, (m) => [timeIntegral(m)])?.[0] ?? null;
  }

  meanVariance(f: Node, spacing: number, count: number): number | null {
    return this.ofMeasure(f, (m) => [meanVariance(m, spacing, count)])?.[0] ?? null;
  }

  /** E f(X_t) from x is a smooth function of x: the backward equation, read at the start. */
  means(f: Node, times: readonly number[]): number[] | null {
    const on = (g: number) => {
      const start = expectationOver(this.plane(g), this.start, this.coordinates);
      if (!start) return null;
      const space = this.space(f, g);
      const read = (u: Float64Array) =>
        start.reduce((sum, s) => sum + (s.weight * u[s.cell]) / space.ground[s.cell], 0);
      return times.map((t) => read(propagated(space, t)));
    };
    return confirmed(on, (g, values) => {
      const { along, length } = this.space(f, g);
      return Math.max(length, ...values.map((v) => Math.abs(v - along)));
    });
  }

  masses(): null {
    return null;
  }

  /** The first of the values is their scale. */
  private ofMeasure(f: Node, values: (m: Measure) => number[]): number[] | null {
    return confirmed(
      (g) => values(spectralMeasure(this.space(f, g))),
      (_, [scale]) => scale,
    );
  }

  private plane(grid: number): Plane {
    return this.onGrid(grid).plane;
  }

  private onGrid(grid: number): { plane: Plane; inverses: Poles } {
    const known = this.generators[grid];
    if (known) return known;
    const plane = planeGenerator(this.domain.log, this.domain.ends, this.setting.temperature, grids[grid]);
    this.generators[grid] = { plane, inverses: poles(plane.matrix, shifts) };
    return this.generators[grid];
  }

  private space(f: Node, grid: number): Reduced {
    const key = `${f.id} ${grid}`;
    const known = this.spaces.get(key);
    if (known) return known;
    const value = evaluator(this.setting.graph, [f], this.coordinates, this.setting.parameters);
    const { plane, inverses } = this.onGrid(grid);
    const made = planeSpace(plane, inverses, value([plane.x, plane.y], plane.x.length)[0]);
    this.spaces.set(key, made);
    return made;
  }
}

function planeSpace({ matrix, log }: Plane, inverses: Poles, f: Float64Array): Reduced {
  const ground = log.map((v) => Math.exp(v / 2));
  const total = ground.reduce((sum, g) => sum + g * g, 0);
  const vector = ground.map((g, i) => (g * f[i]) / Math.sqrt(total));
  return reduce(matrix, inverses, ground, vector, krylovSize);
}

/**
 * Values extrapolated from all grids, when the last two grids alone give nearly the same. The last one, which takes most of the time,
 * is not asked where the others are far apart.
 *
 * @param on values on a grid
 * @param scale what differences are measured by, from values on a grid
 */
function confirmed(
  on: (grid: number) => number[] | null,
  scale: (grid: number, values: number[]) => number,
): number[] | null {
  const [a, b] = [on(0), on(1)];
  if (!a || !b || !agreed(b, a, hopeless * scale(1, b))) return null;
  const c = on(2);
  if (!c) return null;
  const { values, rough } = extrapolate([a, b, c], ratio);
  return agreed(values, rough, tolerance * scale(2, c));
}
