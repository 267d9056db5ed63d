import { describe, expect, it } from 'vitest';
import type { Start } from '../../src/model/plan';
import { gaussLegendre } from '../../src/reference/numerics/gaussLegendre';
import { firstPassage } from '../../src/reference/passage/firstPassage';
import { problem, sum } from './problem';

const at = (...x: number[]): Start => ({ kind: 'point', at: x });
const names = ['x', 'y', 'z', 'w'];
const squares = (d: number) =>
  names
    .slice(0, d)
    .map((x) => `${x}^2`)
    .join(' + ');

function passage(d: number, potential: string, temperature: number, start: Start, region: string) {
  const { graph, potential: node, read } = problem(names.slice(0, d), potential);
  return firstPassage(graph, node, [], temperature, start, read(region));
}

function expectDigits(value: number, written: string): void {
  const digits = written.replace(/e.*/, '').replace('.', '').replace(/^0+/, '').length;
  expect(Number(value.toPrecision(digits))).toBe(Number(written));
}

describe('hitting a small ball in a standard Gaussian from r = √d', () => {
  it.each([
    [1, ['0.78138', '0.88942', '0.90066'], ['7.97e-2', '7.98e-3', '7.98e-4']],
    [2, ['2.6492', '4.9517', '7.2543'], ['4.99e-3', '5.00e-5', '5.0e-7']],
    [3, ['12.508', '125.36', '1253.35'], ['2.65e-4', '2.66e-7', '2.66e-10']],
    [4, ['102.75', '10005', '1.00001e6'], ['1.25e-5', '1.25e-9', '1.25e-13']],
  ])('in %i dimensions takes these times, and the ball has these masses', (d, times, masses) => {
    const { read, density } = problem(names.slice(0, d), `(${squares(d)})/2`);
    const stationary = density(1)!;
    [0.1, 0.01, 0.001].forEach((radius, k) => {
      const start = at(...Array(d).fill(1));
      const { mean, hazard } = passage(d, `(${squares(d)})/2`, 1, start, `${radius} - sqrt(${squares(d)})`)!;
      expectDigits(mean, times[k]);
      expectDigits(stationary.tube(names.slice(0, d).map(read), radius)!, masses[k]);
      // A particle that forgets where it is arrives at a constant rate, the better the rarer it is.
      if (mean > 100) expect(hazard! * mean).toBeCloseTo(1, 1);
    });
  });
});

describe('leaving a ball', () => {
  it('Brownian motion: (R² − r²)/2dT, rate Tπ²/R² in three dimensions and its Fourier series', () => {
    const T = 0.5;
    const start = at(0.1, 0.2, 0.3);
    const out = passage(3, '0*x', T, start, 'x^2 + y^2 + z^2 - 1')!;
    expect(out.mean).toBeCloseTo((1 - 0.14) / (6 * T), 12);
    expect(out.hazard!).toBeCloseTo(Math.PI ** 2 * T, 10);
    const r = Math.sqrt(0.14);
    const term = (n: number, t: number) =>
      ((-1) ** (n + 1) * 2 * Math.sin(n * Math.PI * r) * Math.exp(-((n * Math.PI) ** 2) * T * t)) / (n * Math.PI * r);
    const series = (t: number) => sum(Array.from({ length: 300 }, (_, k) => term(k + 1, t)));
    const times = [0.003, 0.03, 0.3, 1];
    out.survival(times)!.forEach((s, k) => {
      expect(Math.abs(s - series(times[k]))).toBeLessThan(1e-5);
    });
    const [later, centre] = [0.3, passage(2, '0*x', T, at(0, 0), 'x^2 + y^2 - 1')!];
    expect(centre.mean).toBeCloseTo(1 / (4 * T), 12);
    expect(centre.survival([later, 0])![1]).toBe(1);
  });

  it('around any centre', () => {
    const around = '(x - 1)^2 + (y - 0.3)^2 + (z + 2)^2';
    const moved = passage(3, `(${around})^2`, 0.5, at(1.1, 0.3, -2), `sqrt(${around}) - 1`)!;
    const centred = passage(3, `(${squares(3)})^2`, 0.5, at(0, 0.1, 0), `${squares(3)} - 1`)!;
    expect(moved.mean / centred.mean).toBeCloseTo(1, 10);
    expect(moved.hazard! / centred.hazard!).toBeCloseTo(1, 10);
  });
});

describe('a normal start about the centre', () => {
  it('is the average over its radii', () => {
    const [s, potential, region] = [0.6, `(${squares(3)} - 1)^2`, `${squares(3)} - 4`];
    const start: Start = { kind: 'normal', mean: [0, 0, 0], deviation: [s, s, s] };
    const { nodes, weights } = gaussLegendre(24);
    const density = (r: number) => Math.sqrt(2 / Math.PI) * (r ** 2 / s ** 3) * Math.exp(-((r / s) ** 2) / 2);
    const parts = Array.from(nodes, (t, k) => {
      const r = 2 * t;
      return 2 * weights[k] * density(r) * passage(3, potential, 0.7, at(0, 0, r), region)!.mean;
    });
    const all = passage(3, potential, 0.7, start, region)!;
    expect(all.mean / sum(parts)).toBeCloseTo(1, 9);
    const outside = Math.sqrt(2 / Math.PI) * (2 / s) * Math.exp(-2 / s ** 2);
    expect(all.survival([0])![0]).toBeCloseTo(1 - outside - 2 * upper(2 / s), 10);
  });

  /** 1 − Φ by quadrature. */
  function upper(z: number): number {
    const { nodes, weights } = gaussLegendre(60);
    return sum(
      Array.from(nodes, (t, k) => (12 * weights[k] * Math.exp(-((z + 12 * t) ** 2) / 2)) / Math.sqrt(2 * Math.PI)),
    );
  }
});

describe('coordinates that do not matter', () => {
  it('are left out', () => {
    const line = passage(1, '(x^2 - 1)^2', 0.25, at(-1), 'x')!;
    const space = passage(4, '(x^2 - 1)^2 + (y^2 + z^2 + w^2)^2 + y*z', 0.25, at(-1, 3, 2, 1), 'x')!;
    expect(space.mean).toBe(line.mean);
    const tube = passage(4, `x^2*y^2 + y^4 + (z^2 + w^2)/2`, 1, at(0, 0, 1, 1), '0.1 - sqrt(z^2 + w^2)')!;
    expectDigits(tube.mean, '2.6492');
  });

  it('and those that do are not taken for a radius', () => {
    const three = (potential: string, region: string) => passage(3, potential, 1, at(1, 1, 1), region);
    expect(three(`${squares(3)} + 1e-6*x^4`, `0.01 - (${squares(3)})`)).toBeNull();
    expect(three(`${squares(3)} + x*y*z`, '0.1 - x')).toBeNull();
    expect(three(`(${squares(3)})^2`, `0.01 - (${squares(3)}) - 1e-6*x`)).toBeNull();
    expect(three(`(${squares(3)})^2`, '0.1 - x')).toBeNull();
  });
});
