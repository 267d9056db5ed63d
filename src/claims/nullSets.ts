import type { Claim } from '../model/claim';
import { estimateAt, referenceAt, valueAt } from './parts/estimates';
import { equal } from './parts/evidence';

const sets = {
  plane: { zero: ['x'], codimension: 1 },
  line: { zero: ['x', 'y'], codimension: 2 },
  point: { zero: ['x', 'y', 'z'], codimension: 3 },
} as const;
const names = Object.keys(sets) as (keyof typeof sets)[];
const radii = [0.6, 0.4, 0.25, 0.15, 0.1];

export const nullSets: Claim = {
  id: 'null-sets',
  title: 'Null sets carry no mass',
  seedStep: '4',
  seedStatement: 'For mixing dynamics, measure-zero sets are avoided: μ(Σ) = 0 ⟹ P(θ_t ∈ Σ) = 0 for a.e. t',
  seed: {
    verdict: 'holds',
    because: 'the mass of the tube around a set of codimension k falls as its radius to the power k, to nothing',
  },
  statement:
    'Where the stationary density is bounded and positive, the tube of radius ε around a set of codimension k carries a mass that falls as ε^k: with the plane, the line and the point in three dimensions as 1, 2 and 3.',
  source: 'Federer, Geometric Measure Theory (1969), §3.2: the volume of tubes; masses by quadrature',
  experiments: (scale) => ({
    gaussian: {
      title: 'Tubes around a plane, a line and a point',
      variables: ['x', 'y', 'z'],
      potential: '(x^2 + y^2 + z^2)/2',
      temperature: 1,
      method: { name: 'leimkuhler-matthews', step: 0.1 },
      ensemble: { particles: 2 ** 16 * scale, start: { kind: 'uniform', low: [-3], high: [3] } },
      burnIn: 100,
      steps: 1000,
      observe: Object.fromEntries(
        names.map((name) => [name, { kind: 'nullSet', zero: sets[name].zero, radii, every: 10 }]),
      ),
    },
  }),
  judge: ({ gaussian: [point] }) => ({
    evidence: names.flatMap((name) => [
      equal(`exponent of the ${name}`, estimateAt(point, `${name}.exponent`), sets[name].codimension, {
        resolution: 0.1,
      }),
      ...radii.map((radius, i) => {
        const path = `${name}.radii.${i}.occupancy`;
        const quantity = `mass within ${radius} of the ${name}`;
        return equal(quantity, estimateAt(point, path), referenceAt(point, path), { within: 0.1 });
      }),
    ]),
    figure: {
      kind: 'curves',
      title: 'Mass of tubes of shrinking radius',
      text: 'The mass within a radius of a plane, a line and a point, on logarithmic axes: straight lines of slopes 1, 2 and 3.',
      x: { label: 'radius ε', scale: 'log' },
      y: { label: 'stationary mass of the tube', scale: 'log' },
      series: names.flatMap((name, set) => {
        const at = (i: number) => estimateAt(point, `${name}.radii.${i}.occupancy`);
        const measured = radii.map((x, i) => ({ x, y: at(i).value ?? Number.NaN, error: at(i).standardError ?? 0 }));
        const exact = radii.map((x, i) => ({ x, y: at(i).reference ?? Number.NaN }));
        return [
          {
            name: `${name}, codimension ${valueAt(point, `${name}.codimension`)}`,
            role: 'measured',
            set,
            points: measured,
          },
          { name: 'exact', role: 'exact', set, points: exact },
        ] as const;
      }),
    },
  }),
};
