import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import type { PointResult } from '../../src/model/result';
import { deviation, estimate, exampleOf, momentsOf, planFrom, pointsOf } from './run';

const distances = ['totalVariation', 'kullbackLeibler', 'hellinger', 'chiSquare', 'wasserstein', 'kolmogorovSmirnov'];

/** Standard errors between every distance of the point's histograms and its floor; null ones have no floor. */
function excesses(point: PointResult): number[] {
  return Object.values(point.observables).flatMap((report) =>
    report.kind !== 'histogram'
      ? []
      : distances.flatMap((name) => {
          const found = report[name] as Estimate | undefined;
          return found?.floor === undefined || found.floor === null ? [] : [deviation(found, found.floor)];
        }),
  );
}

const wells = {
  'double well': {
    variables: ['x'],
    potential: '(x^2 - 1)^2',
    temperature: 0.25,
    method: { name: 'mala', step: 0.05 },
    ensemble: { particles: 200_000, start: { kind: 'uniform', low: [-1.5], high: [1.5] } },
    burnIn: 4000,
    steps: 200,
    observe: { density: { kind: 'histogram', of: 'x', range: [-2, 2], bins: 60, every: 40 } },
  },
  ring: {
    variables: ['x', 'y'],
    potential: '(x^2 + y^2 - 1)^2',
    temperature: 0.25,
    method: { name: 'mala', step: 0.05 },
    ensemble: { particles: 200_000, start: { kind: 'uniform', low: [-1.5], high: [1.5] } },
    burnIn: 1500,
    steps: 200,
    observe: {
      x: { kind: 'histogram', of: 'x', range: [-2, 2], bins: 60, every: 40 },
      plane: {
        kind: 'histogram',
        of: ['x', 'y'],
        range: [
          [-1.8, 1.8],
          [-1.8, 1.8],
        ],
        bins: [18, 18],
        every: 40,
      },
    },
  },
  'mild Rosenbrock': {
    variables: ['x', 'y'],
    potential: '5*(y - x^2)^2 + (x - 1)^2/2',
    temperature: 1,
    // The slowest rate is 0.052, along the valley; at x = 3 its walls have curvature 370.
    method: { name: 'mala', step: 0.005 },
    ensemble: { particles: 50_000, start: { kind: 'uniform', low: [0], high: [2] } },
    burnIn: 28_000,
    steps: 800,
    observe: {
      x: { kind: 'histogram', of: 'x', range: [-2.5, 4.5], bins: 50, every: 160 },
      y: { kind: 'histogram', of: 'y', range: [-1, 14], bins: 50, every: 160 },
      moments: { kind: 'moments', of: ['x', 'y'], every: 160 },
    },
  },
};

describe.each(Object.entries(wells))('MALA on the %s', (name, experiment) => {
  test('has every distance within 4 standard errors of its floor', async () => {
    const [point] = await pointsOf(planFrom(experiment));
    expect(excesses(point).length).toBeGreaterThan(3);
    for (const excess of excesses(point)) expect(Math.abs(excess)).toBeLessThan(4);
    expect(point.acceptance!.value).toBeGreaterThan(0.4);
    if (name !== 'mild Rosenbrock') return;
    const { mean, variance } = momentsOf(point, 'moments');
    expect(Math.abs(deviation(mean[1], 2))).toBeLessThan(4);
    expect(Math.abs(deviation(variance[1], 6.1))).toBeLessThan(4);
  });

  test('where Euler–Maruyama is off by more than 20', async () => {
    const method = { name: 'euler-maruyama', step: experiment.method.step };
    const [point] = await pointsOf(planFrom({ ...experiment, method }));
    expect(Math.max(...excesses(point))).toBeGreaterThan(20);
  });
});

describe('linear regression on a real table', () => {
  const regression = {
    variables: ['w[3]'],
    loss: '(dot(w, x) - y)^2/2',
    data: {
      file: 'data/cars.csv',
      columns: { x: ['weight', 'horsepower', 'year'], y: 'mpg' },
      standardize: true,
    },
    ensemble: { particles: 100_000, start: { kind: 'normal', mean: [0], deviation: [0.3] } },
    // The slowest factor of a mean is about 1 − 0.13 η a step.
    burnIn: 1500,
    steps: 60,
    observe: { weights: { kind: 'moments', of: ['w1', 'w2', 'w3'], every: 30 } },
  };

  function expectExact(point: PointResult): void {
    const { mean, covariance } = momentsOf(point, 'weights');
    const entries = [...mean, ...covariance.flatMap((row, i) => row.slice(i))];
    expect(entries).toHaveLength(9);
    for (const entry of entries) {
      expect(entry.reference).not.toBeNull();
      expect(Math.abs(deviation(entry, entry.reference!))).toBeLessThan(4);
    }
  }

  test.each([true, false])('SGD has the exact mean and covariance, replacement %s', async (replacement) => {
    const method = { name: 'sgd', step: [0.1, 0.25], batch: [1, 8, 32], replacement };
    const points = await pointsOf(planFrom({ ...regression, method }));
    expect(points).toHaveLength(6);
    points.forEach(expectExact);
  });

  test('the diffusion of SGD has its own', async () => {
    const method = { name: 'sgd-sde', step: 0.25, batch: [1, 8, 32] };
    const ensemble = { ...regression.ensemble, particles: 10_000 };
    const points = await pointsOf(planFrom({ ...regression, ensemble, burnIn: 500, method }));
    points.forEach(expectExact);
  });
});

describe('flat against sharp', () => {
  const flat = { flat: { kind: 'moments', of: ['x < 0.34267358 ? 1 : 0'], every: 100 } };
  const common = { variables: ['x'], parameters: { c: Math.log(3) }, observe: flat };
  const shape = '(x^2 - 1)^2*exp(2*c*x/(1 + x^2))';
  const start = { kind: 'uniform', low: [-1.6], high: [1.4] };

  // Relaxation takes 7.5, 50 and 592 units of time.
  test.each([
    [0.5, 0.72914, 100_000, 6000],
    [0.3, 0.7403, 100_000, 30_000],
    [0.2, 0.74569, 20_000, 250_000],
  ])('white noise at T = %d: P(flat) = %d', async (temperature, expected, particles, burnIn) => {
    const method = { name: 'mala', step: 0.02 };
    const ensemble = { particles, start };
    const plan = planFrom({ ...common, potential: shape, temperature, method, ensemble, burnIn, steps: 1000 });
    const [mean] = momentsOf((await pointsOf(plan))[0], 'flat').mean;
    expect(Math.abs(deviation(mean, expected))).toBeLessThan(4);
    expect(mean.reference).toBeCloseTo(expected, 5);
  });

  // Euler's own bias here is 1.5e-5, 5e-6 and 1e-6 (its transition matrix solved), below a standard error. Rates of relaxation are
  // 0.99, 0.466 and 0.185, and a standard error is 1e-5 or less: the rest is 12 to 18 of their times.
  test.each([
    [0.5, 0.99561, 100_000, 0.002, 18],
    [0.3, 0.99954, 100_000, 0.002, 30],
    [0.2, 0.999973, 200_000, 0.004, 80],
  ])('noise in proportion to the curvature at T = %d: P(flat) = %d', async (heat, expected, particles, step, rest) => {
    const method = { name: 'euler-maruyama', step };
    const ensemble = { particles, start };
    const parameters = { c: Math.log(3), heat };
    const diffusion = 'heat*exp(2*c*x/(1 + x^2))';
    const spans = { burnIn: rest / step, steps: 40 / step };
    const plan = planFrom({ ...common, parameters, potential: shape, diffusion, method, ensemble, ...spans });
    const [mean] = momentsOf((await pointsOf(plan))[0], 'flat').mean;
    expect(Math.abs(deviation(mean, expected))).toBeLessThan(4);
    expect(mean.reference).toBeCloseTo(expected, 5);
  });
});

describe("Welling and Teh's mixture", () => {
  const exact = { mean: [0.490282, 0.017307], deviation: [0.440852, 0.832982], correlation: -0.942501 };
  const both = 'observe={"moments":{"kind":"moments","of":["a","b"],"every":10}}';
  const many = ['ensemble.particles=20000', 'expect={}', both];

  test('MALA has the exact means, deviations and correlation', async () => {
    const [point] = await pointsOf(exampleOf('welling-teh', ...many));
    const { mean, variance, covariance } = momentsOf(point, 'moments');
    exact.mean.forEach((m, i) => {
      expect(Math.abs(deviation(mean[i], m))).toBeLessThan(4);
      expect(Math.abs(deviation(variance[i], exact.deviation[i] ** 2))).toBeLessThan(4);
    });
    const product = exact.correlation * exact.deviation[0] * exact.deviation[1];
    expect(Math.abs(deviation(covariance[0][1], product))).toBeLessThan(4);
  });

  // Both modes lie on 2a + b = 1, so its variance is that within a mode, which the temperature sets. The variances of a and b
  // are mostly the distance of the modes, and blind to it.
  const across = 'observe={"across":{"kind":"moments","of":["2*a + b"],"every":10}}';

  test('SGLD is too wide: the noise of its batches adds to the temperature, in proportion to the step', async () => {
    const excess = async (step: number, burnIn: number) => {
      const method = `method={"name":"sgld","step":${step},"batch":10}`;
      const assignments = [...many, across, method, `burnIn=${burnIn}`, 'steps=1000'];
      const [point] = await pointsOf(exampleOf('welling-teh', ...assignments));
      const [variance] = momentsOf(point, 'across').variance;
      console.log(
        `SGLD, step ${step}: variance ${variance.value} ± ${variance.standardError}, exact ${variance.reference}`,
      );
      expect(deviation(variance, variance.reference!)).toBeGreaterThan(4);
      return variance.value! / variance.reference! - 1;
    };
    const ratio = (await excess(0.02, 10_000)) / (await excess(0.05, 4_000));
    expect(ratio).toBeGreaterThan(0.25);
    expect(ratio).toBeLessThan(0.6);
  });
});

describe('the absorbing null set', () => {
  const lyapunov = (eta: number, a: number) => (Math.log(Math.abs(1 - eta)) + Math.log(1 + eta * (1 + a))) / 2;
  const run = async (eta: number, a: number, steps: number) => {
    const experiment = {
      variables: ['w'],
      loss: 'x*w^2/2',
      data: [{ x: 1 }, { x: -(1 + a) }],
      method: { name: 'sgd', step: eta, batch: 1 },
      ensemble: { particles: 100_000, start: { kind: 'point', at: [1] } },
      steps,
      observe: {
        set: { kind: 'nullSet', zero: ['w'], radii: [1e-2, 1e-4, 1e-6] },
        last: { kind: 'moments', of: ['log(abs(w))'], every: steps },
        near: { kind: 'moments', of: ['abs(w) < 1e-6 ? 1 : 0'], every: steps },
      },
    };
    const [point] = await pointsOf(planFrom(experiment));
    return { moments: momentsOf(point, 'last'), near: momentsOf(point, 'near').mean[0], set: point.observables.set };
  };

  test.each([
    [0.9, 0.1, -0.8072, 60],
    [0.5, 0.1, -0.1274, 100],
    [0.05, 0.1, 0.0011, 100],
    [1.9, 0.1, 0.5114, 60],
  ])('ln|w| drifts at the Lyapunov exponent, η = %d, a = %d: %d', async (eta, a, stated, steps) => {
    expect(lyapunov(eta, a)).toBeCloseTo(stated, 3);
    const { moments, set } = await run(eta, a, steps);
    expect(Math.abs(deviation(moments.mean[0], steps * lyapunov(eta, a)))).toBeLessThan(4);
    expect(set.exactHits).toBe(0);
  });

  test('absorbs all particles where the exponent is negative, and none where it is positive', async () => {
    const within = async (eta: number, steps: number) => (await run(eta, 0.1, steps)).near.value!;
    expect(await within(0.9, 20)).toBeLessThan(await within(0.9, 100));
    expect(await within(0.9, 300)).toBeGreaterThan(0.9999);
    expect(await within(1.9, 100)).toBeLessThan(0.001);
  });

  test('underflow to zero is no exact hit', async () => {
    const { set } = await run(0.9, 0.1, 400);
    expect(set.exactHits).toBe(0);
    expect(set.roundedHits).toBe(0);
    expect(set.underflows).toBeGreaterThan(1_000_000);
  });
});

describe('geometric Brownian motion in three coordinates', () => {
  const [growth, spread] = [0.5, 0.4];
  const run = async (steps: number, particles: number) => {
    const assignments = [`method.step=${1 / steps}`, `steps=${steps}`, `ensemble.particles=${particles}`, 'expect={}'];
    const observe = 'observe={"end":{"kind":"moments","of":["x","y","z"],"every":STEPS}}'.replace('STEPS', `${steps}`);
    const [point] = await pointsOf(exampleOf('geometric-brownian-motion', ...assignments, observe));
    return momentsOf(point, 'end');
  };

  test.each([16, 256])("has mean and variance of Euler's chain at time 1 after %d steps", async (steps) => {
    const { mean, variance } = await run(steps, 1_000_000);
    const h = 1 / steps;
    const first = (1 + growth * h) ** steps;
    const second = ((1 + growth * h) ** 2 + spread ** 2 * h) ** steps;
    for (let i = 0; i < 3; i++) {
      expect(Math.abs(deviation(mean[i], first))).toBeLessThan(4);
      expect(Math.abs(deviation(variance[i], second - first ** 2))).toBeLessThan(4);
    }
  });

  test('weak order 1', async () => {
    const pooled = async (steps: number) => {
      const { mean } = await run(steps, 4_000_000);
      const value = mean.reduce((sum, m) => sum + m.value!, 0) / 3;
      return { error: value - Math.exp(growth), noise: Math.hypot(...mean.map((m) => m.standardError!)) / 3 };
    };
    const [coarse, fine] = [await pooled(2), await pooled(4)];
    const order = Math.log2(coarse.error / fine.error);
    const noise = Math.hypot(coarse.noise / coarse.error, fine.noise / fine.error) / Math.LN2;
    // Between these two steps the exact errors of (1 + growth h)^(1/h) give 0.88.
    const exact = (steps: number) => (1 + growth / steps) ** steps - Math.exp(growth);
    expect(Math.abs(order - Math.log2(exact(2) / exact(4)))).toBeLessThan(4 * noise);
    expect(Math.abs(order - 1)).toBeLessThan(0.25);
  });
});

test('a 6 × 6 × 3 sweep takes no more than 1.3 times one experiment with as many particles', async () => {
  const experiment = (sweep: object, particles: number) =>
    planFrom({
      variables: ['w[3]'],
      loss: '(dot(w, x) - y)^2/2',
      data: { file: 'data/cars.csv', columns: { x: ['weight', 'horsepower', 'year'], y: 'mpg' }, standardize: true },
      ensemble: { particles, start: { kind: 'normal', mean: [0], deviation: [0.3] } },
      burnIn: 40,
      steps: 40,
      observe: { weights: { kind: 'moments', of: ['w1', 'w2', 'w3'], every: 10 } },
      ...sweep,
    });
  const batches = [1, 2, 4, 8, 16, 32];
  const sweep = experiment(
    {
      temperature: [0.001, 0.01, 0.1],
      method: { name: 'sgld', step: [0.01, 0.02, 0.03, 0.05, 0.07, 0.1], batch: batches },
    },
    10_000,
  );
  const single = (batch: number) =>
    experiment({ temperature: 0.01, method: { name: 'sgld', step: 0.05, batch } }, 10_000 * 108);
  const seconds = async (plan: typeof sweep) => {
    const before = performance.now();
    const points = await pointsOf(plan);
    return { points, time: (performance.now() - before) / 1000 };
  };
  await seconds(single(1));
  const grid = await seconds(sweep);
  // The mean of the batches is 10.5, so their work is that of 10 and 11.
  const [less, more] = [await seconds(single(10)), await seconds(single(11))];
  const ratio = grid.time / ((less.time + more.time) / 2);
  console.log(
    `sweep ${grid.time.toFixed(1)} s, single ${less.time.toFixed(1)} and ${more.time.toFixed(1)} s: ${ratio.toFixed(2)}`,
  );
  expect(grid.points).toHaveLength(108);
  for (const point of grid.points) expect(estimate(momentsOf(point, 'weights').mean[0]).value).not.toBeNull();
  expect(ratio).toBeLessThan(1.3);
});
