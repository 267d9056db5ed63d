import { compile, createScope, gradient, type Program, parse, type RowChoice, withColumns } from '../../src/expression';
import type { Method, MethodSettings, TwinStep } from '../../src/model/method';

/** What a chain of a test runs on: a potential, or a loss with rows of one column `a`. */
export interface Problem {
  variables?: string[];
  /** The potential, or the loss of one row. */
  loss: string;
  regularizer?: string;
  /** The column `a`. */
  rows: number[];
  temperature: number;
}

/** Random numbers of one step over a batch of particles. */
export interface Random {
  /** `normals[call][coordinate][k]` */
  normals?: Float64Array[][];
  /** `rows[j * n + k]` */
  batch?: RowChoice;
  /** `weights[row][k]`: the normals of `noisyGradient`. */
  weights?: Float64Array[];
  coin?: Float64Array;
}

/** `variables[name][coordinate][k]`, `scalars[name][k]` */
export interface State {
  variables: Record<string, Float64Array[]>;
  scalars: Record<string, Float64Array>;
}

/**
 * A method's f64 twin on a problem, with random numbers that the test chooses. The means that the twin asks for are written
 * here once more, apart from those of src/simulation.
 */
export class Chain {
  readonly coefficients: Readonly<Record<string, number>>;
  readonly dimension: number;
  /** Stored variables that are no function of the observed position: what a step starts from. */
  readonly memory: string[];
  private readonly slope: Program;
  private readonly whole: Program;
  private readonly rowSlope: Program;

  constructor(
    readonly method: Method,
    readonly problem: Problem,
    readonly settings: MethodSettings,
  ) {
    const { variables = ['x'], rows, loss, regularizer = '0', temperature } = problem;
    const scope = withColumns(createScope(variables), new Map([['a', 0]]));
    const { graph } = scope;
    const table = { name: 'rows', count: rows.length, columns: [Float64Array.from(rows)] };
    const mean = graph.rowMean(parse(scope, loss), table);
    const potential = graph.add(mean, parse(scope, regularizer));
    this.dimension = variables.length;
    this.slope = compile(gradient(graph, potential));
    this.whole = compile([...gradient(graph, potential), potential]);
    this.rowSlope = compile(gradient(graph, mean));
    this.coefficients = method.coefficients(settings, { temperature, rows: rows.length });
    this.memory = this.findMemory();
  }

  /** The state with these memory variables; what is a function of the position follows from it. */
  state(memory: Readonly<Record<string, Float64Array[]>>): State {
    const { method } = this;
    const count = Object.values(memory)[0][0].length;
    const zeros = () => Array.from({ length: this.dimension }, () => new Float64Array(count));
    const variables = Object.fromEntries(method.variables.map((v) => [v, memory[v]?.map((c) => c.slice()) ?? zeros()]));
    const scalars = Object.fromEntries(method.scalars.map((s) => [s, new Float64Array(count)]));
    const state = { variables, scalars };
    method.initialise.twin(this.means(state, { normals: [zeros()] }, 0));
    for (const v of Object.keys(memory)) state.variables[v] = memory[v].map((column) => column.slice());
    return state;
  }

  step(state: State, random: Random, index = 0): void {
    this.method.step.twin(this.means(state, random, index));
  }

  private findMemory(): string[] {
    const { method } = this;
    const own = method.stored.filter((v) => method.variables.includes(v));
    const column = (x: number) => Array.from({ length: this.dimension }, (_, i) => Float64Array.of(x + i / 8));
    const draws = {
      normals: [column(0.3), column(-0.9)],
      coin: Float64Array.of(1e-9),
      weights: this.problem.rows.map((_, i) => Float64Array.of(i)),
    };
    const batch = { draws: 1, rows: Uint32Array.of(0) };
    const state = this.state(Object.fromEntries(own.map((v, i) => [v, column(0.4 - 0.3 * i)])));
    this.step(state, { ...draws, batch });
    const afresh = this.state({ [method.observed]: state.variables[method.observed] });
    const restored = (v: string) => state.variables[v].every((c, i) => c[0] === afresh.variables[v][i][0]);
    const scalars = method.stored.filter((v) => method.scalars.includes(v));
    const lost = scalars.filter((v) => state.scalars[v][0] !== afresh.scalars[v][0]);
    if (lost.length > 0)
      throw new Error(`${method.name}: found ${lost} to be no function of the position after a step`);
    return own.filter((v) => v === method.observed || !restored(v));
  }

  private means({ variables, scalars }: State, random: Random, stepIndex: number): TwinStep {
    const { slope, whole, coefficients, settings } = this;
    const count = variables[this.method.observed][0].length;
    let calls = 0;
    return {
      settings,
      count,
      state: variables,
      scalars,
      coefficients,
      stepIndex,
      gradient: (at) => slope.evaluate(at, [], count),
      gradientAndPotential: (at) => {
        const outputs = whole.evaluate(at, [], count);
        return { slope: outputs.slice(0, -1), potential: outputs[outputs.length - 1] };
      },
      noise: (at) => at.map(() => new Float64Array(count).fill(coefficients.amplitude)),
      normals: () => random.normals![calls++],
      uniform: () => random.coin!,
      batchGradient: (at) => slope.evaluate(at, [], count, random.batch),
      noisyGradient: (at) => this.noisyGradient(at, count, random.weights!),
    };
  }

  /** e = N^(−1/2) Σ zᵢ (gᵢ − ḡ) as it is written. */
  private noisyGradient(at: Float64Array[], count: number, weights: readonly Float64Array[]) {
    const copy = (columns: Float64Array[]) => columns.map((c) => c.slice(0, count));
    const mean = copy(this.rowSlope.evaluate(at, [], count));
    const noise = mean.map(() => new Float64Array(count));
    weights.forEach((z, row) => {
      const own = this.rowSlope.evaluate(at, [], count, { draws: 1, rows: new Uint32Array(count).fill(row) });
      noise.forEach((e, i) => {
        for (let k = 0; k < count; k++) e[k] += (z[k] * (own[i][k] - mean[i][k])) / Math.sqrt(weights.length);
      });
    });
    return { slope: copy(this.slope.evaluate(at, [], count)), noise };
  }
}
