import type { Claim, ClaimExperiment, ClaimFigure, Evidence } from '../model/claim';
import type { PointResult } from '../model/result';
import { normalBelow } from '../reference/numerics/normal';
import { curve, measuredAt } from './parts/curves';
import { estimateAt, referenceAt, valueAt } from './parts/estimates';
import { equal, exactly } from './parts/evidence';
import { tubeExponent } from './parts/tubeExponent';

/** P(|R| < ε) of a standard normal number. */
const between = (radius: number) => 1 - 2 * normalBelow(-radius);
const bell = (radius: number) => Math.exp((-radius * radius) / 2);

/** In three dimensions, through the centre of a standard Gaussian law, and the masses of tubes around them. */
const sets = {
  plane: { zero: ['x'], codimension: 1, mass: between },
  line: { zero: ['x', 'y'], codimension: 2, mass: (radius: number) => 1 - bell(radius) },
  point: {
    zero: ['x', 'y', 'z'],
    codimension: 3,
    mass: (radius: number) => between(radius) - Math.sqrt(2 / Math.PI) * radius * bell(radius),
  },
} as const;
const names = Object.keys(sets) as (keyof typeof sets)[];
const radii = [0.8, 0.6, 0.45, 0.3, 0.2];

/** Around the circle of minima of the ring, on which the density is highest. */
const ringRadii = [0.2, 0.15, 0.1, 0.07, 0.05];

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
    'Where the stationary density is bounded and positive, the tube of radius ε around a set of codimension k carries a mass that falls as ε^k: with the plane, the line and the point in three dimensions as 1, 2 and 3, and around a circle of minima in the plane, the likeliest places of all, as 1.',
  source: 'Federer, Geometric Measure Theory (1969), §3.2: the volume of tubes; masses by quadrature',
  experiments: (scale) => ({ gaussian: gaussian(scale), ring: ring(scale) }),
  judge: ({ gaussian: [gaussian], ring: [ring] }) => ({
    evidence: [
      ...names.flatMap((name) => ofTheSet(gaussian, name, `the ${name}`, sets[name].codimension, radii)),
      ...ofTheSet(ring, 'circle', 'a circle of minima', 1, ringRadii),
      ...(['line', 'point'] as const).map((name) =>
        exactly(`records on the ${name} itself`, Number(valueAt(gaussian, `${name}.roundedHits`)), 0),
      ),
    ],
    figure: figureOf(gaussian),
  }),
};

function gaussian(scale: number): ClaimExperiment {
  return {
    title: 'Tubes around a plane, a line and a point',
    variables: ['x', 'y', 'z'],
    potential: '(x^2 + y^2 + z^2)/2',
    temperature: 1,
    method: { name: 'leimkuhler-matthews', step: 0.1 },
    ensemble: { particles: 2 ** 16 * scale, start: { kind: 'uniform', low: [-3], high: [3] } },
    burnIn: 100,
    steps: 2000,
    observe: Object.fromEntries(
      names.map((name) => [name, { kind: 'nullSet', zero: sets[name].zero, radii, hits: false, every: 5 }]),
    ),
  };
}

/** By a method whose stationary law is exact whatever the step. */
function ring(scale: number): ClaimExperiment {
  return {
    title: 'Tubes around a circle of minima',
    variables: ['x', 'y'],
    potential: '(x^2 + y^2 - 1)^2',
    temperature: 0.5,
    method: { name: 'mala', step: 0.02 },
    ensemble: { particles: 2 ** 14 * scale, start: { kind: 'uniform', low: [-1.2], high: [1.2] } },
    burnIn: 500,
    steps: 1000,
    observe: {
      circle: { kind: 'nullSet', zero: ['sqrt(x^2 + y^2) - 1'], radii: ringRadii, hits: false, every: 10 },
    },
  };
}

/** The masses of the widest and the narrowest tube, and the exponent of all. */
function ofTheSet(
  point: PointResult,
  name: string,
  words: string,
  codimension: number,
  radii: readonly number[],
): Evidence[] {
  const masses = [0, radii.length - 1].map((i) => {
    const path = `${name}.radii.${i}.occupancy`;
    const quantity = `mass within ${radii[i]} of ${words}`;
    return equal(quantity, estimateAt(point, path), referenceAt(point, path), { within: 0.05 });
  });
  return [...masses, tubeExponent(`exponent of ${words}`, point, { name, radii, codimension })];
}

function figureOf(point: PointResult): ClaimFigure {
  return {
    kind: 'curves',
    title: 'Mass of tubes of shrinking radius',
    text: 'The mass within a radius of a plane, a line and a point, on logarithmic axes: straight lines of slopes 1, 2 and 3 as the radius goes to 0.',
    x: { label: 'radius ε', scale: 'log' },
    y: { label: 'stationary mass of the tube', scale: 'log' },
    series: names.flatMap((name, set) => {
      const masses = radii.map((_, i) => estimateAt(point, `${name}.radii.${i}.occupancy`));
      return [
        measuredAt(`${name}, codimension ${sets[name].codimension}`, set, radii, masses),
        curve('exact', 'exact', set, 0.1, 1, sets[name].mass),
      ];
    }),
  };
}
