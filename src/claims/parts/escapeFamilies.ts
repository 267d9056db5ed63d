import type { PointResult } from '../../model/result';
import { chainPassage, type LinePassage } from './eulerPassages';
import { flatAndSharp } from './flatAndSharp';

type Parameters = Readonly<Record<string, number>>;

/** A family of escapes from the well at `from` to the top of the barrier, along a sweep. */
interface EscapeFamily {
  title: string;
  potential: string;
  into: string;
  from: number;
  /** Nothing goes farther from the well than this, away from the barrier. */
  beyond: number;
  top: (parameters: Parameters) => number;
  /** U'' at the bottom of the well. */
  curvature: (parameters: Parameters) => number;
  sweep: { temperature: number | readonly number[]; parameters?: Readonly<Record<string, number | readonly number[]>> };
  step: number;
  /** Units of time that are watched. */
  watched: number;
}

/** ΔU = 1 and curvature λ = 8 at the bottom. */
const barriers: EscapeFamily = {
  title: 'Escape from the double well at four temperatures',
  potential: '(x^2 - 1)^2',
  into: 'x',
  ...{ from: -1, beyond: -3, top: () => 0, curvature: () => 8 },
  sweep: { temperature: [0.6, 0.4, 0.3, 0.25] },
  ...{ step: 0.02, watched: 80 },
};

/** Wells at ±1 of curvature λ, whatever it is, and the barrier λ/8. */
const fixedWidth: EscapeFamily = {
  title: 'Escape where the barrier grows with the curvature',
  potential: 'lambda*(x^2 - 1)^2/8',
  into: 'x',
  ...{ from: -1, beyond: -3.5, top: () => 0, curvature: ({ lambda }) => lambda },
  sweep: { temperature: 0.5, parameters: { lambda: [6, 9, 12, 15] } },
  ...{ step: 0.01, watched: 30 },
};

/** Wells at 0 and 2w of curvature λ = 8/w², whatever it is, and the barrier 1. */
const fixedBarrier: EscapeFamily = {
  title: 'Escape where the curvature grows and the barrier does not',
  potential: '((1 - x/w)^2 - 1)^2',
  into: 'x - w',
  ...{ from: 0, beyond: -2, top: ({ w }) => w, curvature: ({ w }) => 8 / w ** 2 },
  sweep: { temperature: 0.5, parameters: { w: [1, 0.7, 0.5] } },
  ...{ step: 0.005, watched: 16 },
};

/** From −1 over one and the same barrier: out of the flat well for c = ln 3, and out of the sharp one, mirrored, for c = −ln 3. */
const { c: sharpness, top: topOfTwo, curvatureAt } = flatAndSharp;
const twoWells: EscapeFamily = {
  title: 'Escape from a flat and from a sharp well over the same barrier',
  potential: flatAndSharp.potential,
  into: `x - ${topOfTwo / sharpness}*c`,
  ...{ from: -1, beyond: -3.5, top: ({ c }) => (topOfTwo / sharpness) * c, curvature: ({ c }) => curvatureAt(-1, c) },
  sweep: { temperature: 0.6, parameters: { c: [sharpness, -sharpness] } },
  ...{ step: 0.005, watched: 24 },
};

export const families = { barriers, fixedWidth, fixedBarrier, twoWells };

export function experimentOf({ title, potential, into, from, sweep, step, watched }: EscapeFamily, particles: number) {
  return {
    ...{ title, variables: ['x'], potential, ...sweep },
    method: { name: 'euler-maruyama', step },
    ensemble: { particles, start: { kind: 'point', at: [from] } },
    ...{ burnIn: 0, steps: Math.round(watched / step) },
    observe: { escape: { kind: 'passage', into } },
  };
}

const problemAt = ({ potential, into, from }: EscapeFamily, { parameters, temperature }: PointResult): LinePassage => ({
  ...{ potential, into, from, parameters, temperature: temperature! },
});

/** Exact mean time of the chain with its step at a point of the family's sweep. */
export function exactTime(family: EscapeFamily, point: PointResult): number {
  return chainPassage(problemAt(family, point), family.step, [family.beyond, family.top(point.parameters)]).mean;
}
