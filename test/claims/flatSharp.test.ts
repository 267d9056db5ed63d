import { describe, expect, it } from 'vitest';
import { exponentOfCurvatureNoise, oddsOfChain, oddsOfEquation } from '../../src/claims/parts/flatSharpNoise';
import { exactDiscMass, exactOdds, flatSharpIn, logCurvatureRatio } from '../../src/claims/parts/flatSharpWells';
import { compile, createScope, parse } from '../../src/expression';
import { landscapes } from '../../src/landscapes';

const flatSharp = landscapes.find(({ name }) => name === 'flat-sharp')!;

describe('odds of the flat well', () => {
  it('are those of the catalogue on the line', () => {
    const masses = flatSharp.exact.filter(({ quantity }) => quantity.kind === 'mass');
    for (const { value, temperature } of masses) {
      const odds = exactOdds(1, temperature!);
      expect(odds / (1 + odds)).toBeCloseTo(value, 4);
    }
    expect(masses.length).toBeGreaterThan(1);
  });

  it('tend to the root of the ratio of determinants', () => {
    for (const d of [1, 2, 3]) {
      const off = [0.4, 0.02].map((T) => Math.abs(exactOdds(d, T) / Math.exp((d / 2) * logCurvatureRatio) - 1));
      expect(off[0]).toBeGreaterThan(0.05);
      expect(off[1]).toBeLessThan(0.005);
    }
  });

  it('under either noise are those of the equation as the step goes to 0', () => {
    expect(oddsOfEquation('white', 0.5)).toBeCloseTo(exactOdds(1, 0.5), 8);
    for (const noise of ['white', 'curvature'] as const) {
      const off = [0.008, 0.004].map((step) => oddsOfChain(noise, 0.5, step) / oddsOfEquation(noise, 0.5) - 1);
      expect(off[0] / off[1]).toBeGreaterThan(1.7);
      expect(off[0] / off[1]).toBeLessThan(3);
    }
  });

  it('grow under curvature noise by its exponent', () => {
    const log = (T: number) => Math.log(oddsOfEquation('curvature', T));
    expect(Math.abs((log(0.1) - log(0.15)) / (1 / 0.1 - 1 / 0.15) - exponentOfCurvatureNoise())).toBeLessThan(0.02);
  });
});

it('mass of a disc around a minimum is what a plain sum over squares gives', () => {
  const { variables, parameters, potential } = flatSharpIn(2);
  const scope = createScope(variables, Object.keys(parameters));
  const program = compile([parse(scope, potential)]);
  const [T, radius] = [0.4, 0.12];
  const sum = (centre: number, reach: number, spacing: number, within: number) => {
    let total = 0;
    for (let x = centre - reach; x < centre + reach; x += spacing) {
      for (let y = -reach; y < reach; y += spacing) {
        if (Math.hypot(x - centre, y) < within) total += Math.exp(-program.at([x, y], [parameters.c])[0] / T);
      }
    }
    return total * spacing * spacing;
  };
  const all = sum(-0.5, 3, 0.02, Number.POSITIVE_INFINITY);
  for (const minimum of [-1, 1] as const) {
    const plain = sum(minimum, radius, 0.001, radius) / all;
    expect(exactDiscMass(T, minimum, radius) / plain).toBeCloseTo(1, 2);
  }
});
