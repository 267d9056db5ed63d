import type { Claim, ClaimSeries } from '../model/claim';
import type { Estimate } from '../model/estimate';
import type { PointResult } from '../model/result';
import { estimateAt } from './parts/estimates';
import { differs, equal, exactly } from './parts/evidence';
import { boundary, exactArrival, exponentOfRows, largestStableStep, outside, twoRows } from './parts/twoRowWell';

const rates = [0.05, 0.1, 0.2, 0.3];
const batches = [1, 2, 4, 8, 16];
const steps = 200;
type Cell = readonly [rate: number, batch: number];

/** Cells between the phases, where a probability is neither 0 nor 1: to have arrived, and to have left. */
const arriving: readonly Cell[] = [
  [0.05, 1],
  [0.1, 1],
  [0.1, 2],
  [0.2, 8],
  [0.2, 16],
];
const leaving: readonly Cell[] = [
  [0.3, 8],
  [0.3, 16],
];
/** Where the exact probability to have arrived is below 1e-17. */
const trapped: readonly Cell[] = [
  [0.05, 8],
  [0.1, 16],
];
/** Both of the temperature η/B = 0.05. */
const [slow, fast]: readonly Cell[] = [
  [0.05, 1],
  [0.2, 4],
];

export const phaseDiagram: Claim = {
  id: 'phase-diagram',
  title: 'Trapped, mixing and unstable',
  seedStep: '6, 10',
  seedStatement:
    'Low Temperature (large batch): Long escape times → trapped. High Temperature (small batch): Fast escape → mixing. Applications: Learning rate/batch size selection',
  seed: {
    verdict: 'holds with a condition',
    because:
      'only below the learning rate at which the loss can throw the parameters out; and there the temperature η/B sets the exponent of the escape, not its time',
  },
  statement:
    'For SGD on a double well within a given number of steps there are three phases: trapped where W B/η is well above the log of the number of steps, mixing where it is below, and unstable beyond a learning rate that no batch size moves. At one η/B the fraction that has crossed still depends on η, and beyond the stable rate particles leave at low temperature too.',
  source:
    'Exponent: Freidlin & Wentzell 2012, Random Perturbations of Dynamical Systems, §5.2; fractions by the transition matrix of the chain; Jastrzebski et al. 2017, arXiv:1711.04623',
  experiments: (scale) => ({
    grid: {
      title: 'Mini-batch descent on a double well, over learning rate and batch size',
      ...twoRows,
      method: { name: 'sgd', step: rates, batch: batches },
      ensemble: { particles: 2 ** 14 * scale, start: { kind: 'point', at: [-1] } },
      burnIn: 0,
      steps,
      observe: {
        across: { kind: 'passage', into: `x - ${boundary}` },
        out: { kind: 'passage', into: `x^2 - ${outside ** 2}` },
      },
    },
  }),
  judge: ({ grid }) => ({ evidence: evidenceOf(grid), figure: figureOf(grid) }),
};

const fraction = (grid: readonly PointResult[], which: 'across' | 'out', [rate, batch]: Cell): Estimate =>
  estimateAt(grid[rates.indexOf(rate) * batches.length + batches.indexOf(batch)], `${which}.arrived`);

const at = ([rate, batch]: Cell) => `at η = ${rate}, B = ${batch}`;

function evidenceOf(grid: readonly PointResult[]) {
  const exact = new Map([...arriving, ...leaving].map((cell) => [cell, exactArrival(...cell, steps)]));
  const between = (which: 'across' | 'out', cell: Cell) => {
    const { arrived, left, error } = exact.get(cell)!;
    const [words, expected] = which === 'across' ? ['has crossed', arrived] : ['has left', left];
    const terms = { resolution: 0.08 * Math.sqrt(expected), bias: error };
    const against = which === 'out' && ({ against: true } as const);
    return equal(`fraction that ${words} ${at(cell)}`, fraction(grid, which, cell), expected, { ...terms, ...against });
  };
  const stable = rates.slice(0, -1).flatMap((rate) => batches.map((batch): Cell => [rate, batch]));
  const outs = stable.map((cell) => fraction(grid, 'out', cell).value);
  const slowest = exactArrival(...slow, steps);
  const hotter = `fraction that has crossed ${at(fast)}, above that ${at(slow)} of the same η/B`;
  return [
    ...arriving.map((cell) => between('across', cell)),
    ...leaving.map((cell) => between('out', cell)),
    ...trapped.map((cell) => exactly(`fraction that has crossed ${at(cell)}`, fraction(grid, 'across', cell).value, 0)),
    exactly('largest fraction that has left at a stable rate', Math.max(...outs.map((out) => out ?? Number.NaN)), 0),
    differs(hotter, fraction(grid, 'across', fast), 'above', slowest.arrived, { against: true }),
  ];
}

function figureOf(grid: readonly PointResult[]) {
  const cells = rates.flatMap((x) =>
    batches.map((y) => {
      const crossed = fraction(grid, 'across', [x, y]).value ?? Number.NaN;
      const left = fraction(grid, 'out', [x, y]).value ?? Number.NaN;
      return { x, y, value: crossed, label: left > 0.1 ? 'unstable' : crossed > 0.5 ? 'mixing' : 'trapped' };
    }),
  );
  return {
    kind: 'map',
    title: `What becomes of a particle within ${steps} steps`,
    text: `The fraction that has crossed from one well of a double well to the other, over learning rate and batch size: none at small rates and large batches, all at large rates and small batches, with the boundary along lines of one η/B. Beyond a rate near ${largestStableStep().toFixed(2)} particles leave for infinity at every batch size.`,
    x: { label: 'learning rate η', scale: 'log' },
    y: { label: 'batch size B (rows)', scale: 'log' },
    value: { label: `fraction that has crossed within ${steps} steps` },
    cells,
    series: boundaries(),
  } as const;
}

/** W B/η = log of the number of steps, and the largest stable rate. */
function boundaries(): ClaimSeries[] {
  const [least, most] = [batches[0], batches[batches.length - 1]];
  const slope = Math.log(steps) / exponentOfRows();
  const edge = largestStableStep();
  return [
    {
      name: 'exp(W B/η) = number of steps',
      role: 'exact',
      set: 0,
      points: [least / slope, rates[rates.length - 1]].map((x) => ({ x, y: x * slope })),
    },
    { name: 'largest stable rate', role: 'exact', set: 1, points: [least, most].map((y) => ({ x: edge, y })) },
  ];
}
