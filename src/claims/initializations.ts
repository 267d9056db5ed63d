import type { Claim, ClaimExperiment, ClaimFigure, Evidence } from '../model/claim';
import type { PointResult } from '../model/result';
import { stationaryChain } from '../reference';
import { chainFromPoint } from './parts/chainFromPoint';
import { doubleWell, steppedDoubleWell } from './parts/doubleWell';
import { estimateAt, referenceAt } from './parts/estimates';
import { differs, equal, exactly } from './parts/evidence';

const temperature = 0.5;
/** A time, nine times as long as the relaxation in the double well. */
const burnIn = 40;
const step = 0.01;
const radius = 0.1;

/** Of the double well, whose barrier is highest at 0. */
const lineStarts = {
  left: { title: 'far to the left', start: { kind: 'point', at: [-3] } },
  right: { title: 'far to the right', start: { kind: 'point', at: [3] } },
  top: { title: 'on the top of the barrier', start: { kind: 'point', at: [0] } },
  wide: { title: 'spread over [−4, 4]', start: { kind: 'uniform', low: [-4], high: [4] } },
  narrow: { title: 'close together in one well', start: { kind: 'normal', mean: [0.9], deviation: [0.01] } },
} as const;
const lineNames = Object.keys(lineStarts) as (keyof typeof lineStarts)[];

/** Of the ring, whose maximum is at its centre. */
const planeStarts = {
  centre: { title: 'on the maximum of a ring', start: { kind: 'point', at: [0] } },
  side: { title: 'beside the ring', start: { kind: 'point', at: [1.5, 0.5] } },
} as const;
const planeNames = Object.keys(planeStarts) as (keyof typeof planeStarts)[];

export const initializations: Claim = {
  id: 'initializations',
  title: 'Where particles start does not matter',
  seedStep: 'ML form 3',
  seedStatement:
    'Lock: Mixing dynamics keeps trajectories away from degenerate configurations for almost all initializations',
  seed: {
    verdict: 'holds with a condition',
    because:
      'it is the degenerate set itself that is not hit, and from every start, those on the set among them; its neighbourhoods are visited as often as the stationary law says, whatever the start',
  },
  statement:
    'With noise in every direction and a potential that confines, all starts lead to the same stationary law, also those on a maximum of the potential. After the time of mixing the share of particles near the maximum is its stationary mass: small, above zero and the same for all of them.',
  source:
    'Meyn & Tweedie 1993, Adv. Appl. Probab. 25:518–548; exact numbers by quadrature, allowances for the step from the exact law of its chain',
  experiments: (scale) => ({
    ...Object.fromEntries(lineNames.map((name) => [name, onTheLine(name, scale)])),
    ...Object.fromEntries(planeNames.map((name) => [name, inThePlane(name, scale)])),
  }),
  judge: (results) => {
    const line = lineNames.map((name) => results[name][0]);
    const plane = planeNames.map((name) => results[name][0]);
    const allowance = stepped();
    const lost = [...line, ...plane].reduce((sum, { nonFinite }) => sum + nonFinite, 0);
    return {
      evidence: [
        ...line.flatMap((point, i) => ofTheLine(point, lineNames[i], allowance)),
        ...plane.flatMap((point, i) => ofThePlane(point, planeNames[i])),
        exactly('particles that left the finite numbers, of all starts', lost, 0),
      ],
      figure: figureOf(line),
    };
  },
};

function onTheLine(name: keyof typeof lineStarts, scale: number): ClaimExperiment {
  const { title, start } = lineStarts[name];
  return {
    title: `Double well, started ${title}`,
    ...doubleWell,
    temperature,
    method: { name: 'leimkuhler-matthews', step },
    ensemble: { particles: 2 ** 14 * scale, start },
    burnIn: Math.round(burnIn / step),
    steps: 2000,
    observe: {
      moments: { kind: 'moments', of: ['x^2', 'x > 0 ? 1 : 0'], every: 20 },
      near: { kind: 'nullSet', zero: ['x'], radii: [radius], every: 10 },
      density: { kind: 'histogram', of: 'x', range: [-1.8, 1.8], bins: 36, every: 100 },
    },
  };
}

/** By a method whose stationary law is exact, as the chain of the others is not solved in the plane. */
function inThePlane(name: keyof typeof planeStarts, scale: number): ClaimExperiment {
  const { title, start } = planeStarts[name];
  return {
    title: `Ring, started ${title}`,
    variables: ['x', 'y'],
    potential: '(x^2 + y^2 - 1)^2',
    temperature,
    method: { name: 'mala', step: 2 * step },
    ensemble: { particles: 2 ** 14 * scale, start },
    burnIn: Math.round(burnIn / (2 * step)),
    steps: 1000,
    observe: {
      moments: { kind: 'moments', of: ['x', 'x^2 + y^2'], every: 20 },
      near: { kind: 'nullSet', zero: ['x', 'y'], radii: [2 * radius], every: 10 },
    },
  };
}

/** What the chain with its step has in place of the exact numbers; of points, what is left of the start when records begin. */
function stepped() {
  const chain = steppedDoubleWell(temperature, step);
  const law = stationaryChain('leimkuhler-matthews', chain);
  const [left] = chainFromPoint(chain, 1, [Math.round(burnIn / step)]);
  return {
    square: law.mean((x) => x * x),
    tube: law.mass(-radius, radius),
    memory: left.mass(0, Number.POSITIVE_INFINITY) - 1 / 2,
  };
}

function ofTheLine(
  point: PointResult,
  name: keyof typeof lineStarts,
  { square, tube, memory }: ReturnType<typeof stepped>,
): Evidence[] {
  const { title } = lineStarts[name];
  const [exactSquare, exactTube] = ['moments.mean.0', 'near.radii.0.occupancy'].map((path) => referenceAt(point, path));
  const mass = estimateAt(point, 'near.radii.0.occupancy');
  const evidence = [
    equal(`mean of x², started ${title}`, estimateAt(point, 'moments.mean.0'), exactSquare, {
      bias: Math.abs(square - exactSquare),
      within: 0.02,
    }),
    equal(`share of particles in x > 0, started ${title}`, estimateAt(point, 'moments.mean.1'), 1 / 2, {
      bias: memory,
      resolution: 0.02,
    }),
    equal(`mass within ${radius} of the top of the barrier, started ${title}`, mass, exactTube, {
      bias: Math.abs(tube - exactTube),
      within: 0.07,
    }),
  ];
  if (name !== 'top') return evidence;
  return [...evidence, differs('the same mass, against none', mass, 'above', 0, { against: true })];
}

function ofThePlane(point: PointResult, name: keyof typeof planeStarts): Evidence[] {
  const { title } = planeStarts[name];
  const at = (path: string) => [estimateAt(point, path), referenceAt(point, path)] as const;
  const tube = `mass within ${2 * radius} of the maximum of the ring, started ${title}`;
  return [
    equal(`mean of x, started ${title}`, estimateAt(point, 'moments.mean.0'), 0, { resolution: 0.02 }),
    equal(`mean of x² + y², started ${title}`, ...at('moments.mean.1'), { within: 0.02 }),
    equal(tube, ...at('near.radii.0.occupancy'), { within: 0.1 }),
  ];
}

function figureOf(points: readonly PointResult[]): ClaimFigure {
  const centre = (edges: readonly number[], i: number) => (edges[i] + edges[i + 1]) / 2;
  const densities = points.map((point) => {
    const { edges, counts, samples, reference } = point.observables.density as unknown as Histogram;
    const width = edges[1] - edges[0];
    return {
      measured: counts.map((n, i) => ({ x: centre(edges, i), y: n / samples / width })),
      exact: reference.map((p, i) => ({ x: centre(edges, i), y: p / width })),
    };
  });
  return {
    kind: 'curves',
    title: 'Densities after starts in five places',
    text: 'The density of x in a double well after five starts, far left, far right, on the top of the barrier, widely spread and close together in one well: all lie on the exact stationary density, on the top of the barrier too.',
    x: { label: 'x' },
    y: { label: 'density' },
    series: [
      ...densities.map(
        ({ measured }, set) =>
          ({ name: `started ${lineStarts[lineNames[set]].title}`, role: 'measured', set, points: measured }) as const,
      ),
      { name: 'exact', role: 'exact', points: densities[0].exact },
    ],
  };
}

interface Histogram {
  edges: number[];
  counts: number[];
  samples: number;
  reference: number[];
}
