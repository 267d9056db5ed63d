import { compile, literal, type Node } from '../../expression';
import { coefficientsAt } from '../../methods/parts/context';
import type { Plan } from '../../model/plan';
import { drawsAt } from '../draws';

/**
 * The numbers that differ between sweep points, one row of f32 each: coefficients of the method, values that depend on
 * parameters alone, settings of observers. Filled while the kernel is written, since the formulas decide what it needs.
 */
export class PointTable {
  private readonly coefficientNames: readonly string[];
  private readonly uniforms = new Map<Node, string>();
  private readonly settingCounts: readonly number[];

  constructor(
    private readonly plan: Plan,
    private readonly settings: readonly (readonly (readonly number[])[])[],
  ) {
    this.coefficientNames = Object.keys(numbersAt(plan, 0));
    this.settingCounts = plan.observers.map((_, o) => settings[0][o].length);
  }

  /** WGSL name of a value that depends on parameters alone. */
  uniform(node: Node): string {
    const known = this.uniforms.get(node);
    if (known !== undefined) return known;
    const name = `u${this.uniforms.size}`;
    this.uniforms.set(node, name);
    return name;
  }

  setting(observer: number, i: number): string {
    return `s${observer}_${i}`;
  }

  /** Where an observer's settings begin in a row. */
  settingsStart(observer: number): number {
    return this.settingCounts.slice(0, observer).reduce((sum, n) => sum + n, this.coefficientNames.length);
  }

  private names(): string[] {
    const settings = this.settingCounts.flatMap((count, o) =>
      Array.from({ length: count }, (_, i) => this.setting(o, i)),
    );
    return [...this.coefficientNames, ...settings, ...this.uniforms.values()];
  }

  /** Numbers in a row. */
  get width(): number {
    return Math.max(1, this.names().length);
  }

  /**
   * Statements that give the names their values at the particle's point. Without a sweep the values are written into the
   * kernel: that frees registers, a tenth of the time of a step on SwiftShader.
   */
  loads(): string[] {
    const single = this.plan.points.length === 1 ? this.data() : [];
    return this.names().map((name, i) => {
      const known = Number.isFinite(single[i]);
      return `let ${name} = ${known ? literal(single[i]) : `table[row + ${i}u]`};`;
    });
  }

  data(): Float32Array<ArrayBuffer> {
    const shared = compile([...this.uniforms.keys()]);
    const rows = this.plan.points.flatMap((point, p) => {
      const origin = this.plan.scope.graph.coordinates.map(() => 0);
      const row = [
        ...Object.values(numbersAt(this.plan, p)),
        ...this.settings[p].flat(),
        ...shared.at(origin, point.values),
      ];
      return row.length > 0 ? row : [0];
    });
    return Float32Array.from(rows);
  }
}

/** The method's coefficients at a sweep point and what the kernel's loops need there, in f64. */
function numbersAt(plan: Plan, point: number): Readonly<Record<string, number>> {
  const { batch } = plan.points[point].method;
  const { pairs } = drawsAt(plan, point);
  const size = Number(batch);
  return {
    ...coefficientsAt(plan, point),
    ...(pairs > 0 && { drawPairs: pairs }),
    ...(plan.method.batches && { batchSize: size, batchShare: 1 / size }),
  };
}
