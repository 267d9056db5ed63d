import { grown, type Law, normalError, rounding, type Workload } from '../workload';

const [step, temperature] = [0.01, 0.25];
const amplitude = Math.sqrt(2 * step * temperature);
/** Particles start uniformly in [−edge, edge]². */
const edge = 1.5;

const halfCells = 220;
const width = 0.01;
const grid = Float64Array.from({ length: 2 * halfCells + 1 }, (_, i) => (i - halfCells) * width);

/** Probability density of a step from one point of the grid to another. */
function transferOperator(): Float64Array[] {
  const scale = 1 / (Math.sqrt(2 * Math.PI) * amplitude);
  const drifted = grid.map((x) => x - 4 * step * x * (x * x - 1));
  return Array.from(grid, (to) =>
    drifted.map((from) => scale * Math.exp(-((to - from) ** 2) / (2 * amplitude * amplitude))),
  );
}

/** The uniform start with the trapezoidal rule's half weights at its edges, which lie on the grid. */
const startDensity = () =>
  grid.map((_, i) => {
    const cells = Math.abs(i - halfCells) * width - edge;
    return cells > width / 2 ? 0 : (cells > -width / 2 ? 0.5 : 1) / (2 * edge);
  });

/**
 * Exact law of Euler's chain: its Gaussian transfer operator on a grid of width 0.01, a seventh of √(2hT), where the
 * trapezoidal rule is exact to f64 but for the edges of the start, which add width²/6 to its variance.
 */
function law(steps: number): Law {
  const found = laws.get(steps) ?? computeLaw(steps);
  laws.set(steps, found);
  return found;
}

/** Laws that were computed: every contender asks for the same one. */
const laws = new Map<number, Law>();

function computeLaw(steps: number): Law {
  const transfer = transferOperator();
  let density = normalized(startDensity());
  for (let n = 0; n < steps; n++)
    density = normalized(Float64Array.from(transfer, (row) => row.reduce((sum, p, j) => sum + p * density[j], 0)));
  const moment = (power: number) => density.reduce((sum, p, i) => sum + p * grid[i] ** power, 0);
  const variance = moment(2);
  return { mean: 0, variance, squareVariance: moment(4) - variance ** 2 };
}

function normalized(density: Float64Array): Float64Array {
  const total = density.reduce((a, b) => a + b, 0);
  return density.map((p) => p / total);
}

export const doubleWell: Workload = {
  name: 'double-well',
  title: '2-D double well (x² − 1)² + (y² − 1)², T = 1/4, h = 1/100',
  source: 'Law of the chain by its transfer operator',
  dimension: 2,
  cost: 1,
  methods: [
    { name: 'euler-maruyama', title: 'Euler', options: { step } },
    { name: 'leimkuhler-matthews', title: 'Leimkuhler–Matthews', options: { step } },
  ],
  experiment: { variables: ['x', 'y'], potential: '(x^2 - 1)^2 + (y^2 - 1)^2', temperature },
  start: { kind: 'uniform', low: [-edge], high: [edge] },
  observers: {
    histogram: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 100, every: 10 },
    moments: { kind: 'moments', of: ['x', 'x^2'], every: 10 },
    occupancy: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1, 0.05, 0.025], hits: false },
  },
  alone: { hitting: { kind: 'passage', into: 'x' } },
  // A tenth more noise widens the squares by a fifth, which is 13 standard errors.
  check: { particles: 20_000, steps: 256 },
  law,
  // Six roundings of numbers below 2 a step; on the barrier the drift expands by 4h.
  twinTolerance: grown(6 * 2 * rounding + amplitude * normalError, 4 * step),
};
