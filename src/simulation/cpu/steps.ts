import { compile, gradient, type Program, type RowChoice } from '../../expression';
import { coefficientsAt } from '../../methods/parts/context';
import type { TwinStep } from '../../model/method';
import type { Plan } from '../../model/plan';
import { BatchSource, type PathSource } from './source';

/** What a method's twin asks for at one sweep point, for a batch of particles. Twin of ../webgpu/writer.ts. */
export class TwinSteps {
  private readonly slope: Program;
  private readonly whole: Program;
  private readonly noisy: Program;
  private readonly amplitudes: Program;
  private readonly coefficients: Readonly<Record<string, number>>;

  constructor(
    private readonly plan: Plan,
    private readonly point: number,
    private readonly state: Readonly<Record<string, Float64Array[]>>,
    private readonly scalars: Readonly<Record<string, Float64Array>>,
    private readonly sources: readonly PathSource[],
  ) {
    const { slope, potential, noise, rows } = plan.target;
    const { graph } = plan.scope;
    this.slope = compile(slope);
    this.whole = compile(potential === null ? [] : [...slope, potential]);
    this.amplitudes = compile(noise ?? []);
    this.noisy = compile(rows === null ? [] : gradient(graph, graph.rowMean(rows.loss, rows.train)));
    this.coefficients = coefficientsAt(plan, point);
  }

  /** The means that step number `index` of the method has. */
  step(index: number): TwinStep {
    const { slope, point } = this;
    const { method, values } = this.plan.points[point];
    const count = this.sources.length;
    return {
      settings: method,
      count,
      state: this.state,
      scalars: this.scalars,
      coefficients: this.coefficients,
      stepIndex: index,
      gradient: (at) => slope.evaluate(at, values, count),
      gradientAndPotential: (at) => {
        const outputs = this.whole.evaluate(at, values, count);
        return { slope: outputs.slice(0, -1), potential: outputs[outputs.length - 1] };
      },
      noise: (at) => this.noise(at),
      normals: () => this.normals(),
      uniform: () => Float64Array.from(this.sources, (source) => source.uniform()),
      batchGradient: (at) => slope.evaluate(at, values, count, this.drawBatch()),
      noisyGradient: (at) => this.noisyGradient(at),
    };
  }

  private noise(at: Float64Array[]): Float64Array[] {
    const { amplitude } = this.coefficients;
    const count = this.sources.length;
    if (this.plan.target.noise === null) return at.map(() => new Float64Array(count).fill(amplitude));
    const scaled = this.amplitudes.evaluate(at, this.plan.points[this.point].values, count);
    return scaled.map((column) => column.map((s) => amplitude * s));
  }

  private normals(): Float64Array[] {
    const columns = this.plan.scope.graph.coordinates.map(() => new Float64Array(this.sources.length));
    this.sources.forEach((source, k) => {
      for (const column of columns) column[k] = source.normal();
    });
    return columns;
  }

  private drawBatch(): RowChoice {
    const { batch, replacement } = this.plan.points[this.point].method;
    const [draws, count] = [Number(batch), this.sources.length];
    const rows = new Uint32Array(draws * count);
    const source = new BatchSource(this.plan.target.rows!.train.count, draws, replacement === true);
    this.sources.forEach((words, k) => {
      source.draw(words, rows, count, k);
    });
    return { draws, rows };
  }

  private noisyGradient(at: Float64Array[]): { slope: Float64Array[]; noise: Float64Array[] } {
    const [count, n] = [this.sources.length, this.plan.target.rows!.train.count];
    const { values } = this.plan.points[this.point];
    const weights = this.drawWeights(n);
    const slope = this.slope.evaluate(at, values, count);
    const mean = this.noisy.evaluate(at, values, count).map((column) => column.slice());
    const weighted = this.noisy.evaluate(at, values, count, { draws: n, weights });
    // What does not differ from row to row has no noise.
    const noise = weighted.map((column, i) =>
      Float64Array.from({ length: count }, (_, k) =>
        this.noisy.outputs[i].op === 'rowMean'
          ? Math.sqrt(n) * (column[k] - mean[i][k] * meanOf(weights, n, count, k))
          : 0,
      ),
    );
    return { slope, noise };
  }

  /** A standard normal for every row, two rows a pair of words. */
  private drawWeights(n: number): Float64Array {
    const count = this.sources.length;
    const weights = new Float64Array(n * count);
    this.sources.forEach((source, k) => {
      for (let row = 0; row < n; row += 2) {
        const [first, second] = source.normals();
        weights[row * count + k] = first;
        if (row + 1 < n) weights[(row + 1) * count + k] = second;
      }
    });
    return weights;
  }
}

function meanOf(weights: Float64Array, n: number, count: number, k: number): number {
  let sum = 0;
  for (let row = 0; row < n; row++) sum += weights[row * count + k];
  return sum / n;
}
