import type { Plan } from '../model/plan';
import type { PointResult } from '../model/result';
import { tooStiff } from '../simulation/stiffness';

type Point = Omit<PointResult, 'warnings'>;

/** Relaxation times after which a start is forgotten to a twentieth. */
const forgotten = 3;
/** Records of a bin on average below which its noise is most of what a distance shows. */
const fewRecords = 10;

const brief = (x: number) => Number(x.toPrecision(3));

/** What a person has to know before trusting a sweep point, each in plain words with what to do. */
export function pointWarnings(plan: Plan, p: number, point: Point): string[] {
  return [...lost(point), ...stiff(plan, p), ...shortBurnIn(plan, p, point), ...thinBins(point)];
}

function lost({ nonFinite, firstNonFinite }: Point): string[] {
  if (nonFinite === 0 || firstNonFinite === undefined) return [];
  const { after, by } = firstNonFinite;
  const particles = nonFinite === 1 ? '1 particle' : `${nonFinite} particles`;
  return [
    `${particles} left the finite numbers, the first of them between steps ${after} and ${by}; try a smaller step`,
  ];
}

function stiff(plan: Plan, p: number): string[] {
  const found = tooStiff(plan, p);
  if (found === null) return [];
  const [step, curvature, bound] = [found.step, found.curvature, found.bound].map(brief);
  return [
    `step ${step} is too long for curvature ${curvature}, which particles meet: there it amplifies; take one below ${bound}`,
  ];
}

/** By the slowest relaxation that the run itself has measured. */
function shortBurnIn(plan: Plan, p: number, { observables }: Point): string[] {
  const step = plan.points[p].method.step;
  if (typeof step !== 'number') return [];
  return Object.entries(observables).flatMap(([name, { relaxationRate }]) => {
    const rate = (relaxationRate as { value?: number | null } | undefined)?.value;
    if (typeof rate !== 'number' || !(rate > 0) || plan.burnIn * step * rate >= forgotten) return [];
    const [time, relaxation] = [brief(plan.burnIn * step), brief(1 / rate)];
    const enough = Math.ceil(forgotten / rate / step);
    return [
      `burn-in lasts ${time}, and '${name}' relaxes in ${relaxation}: unless particles start in equilibrium, records remember the start; burn in for ${enough} steps`,
    ];
  });
}

function thinBins({ observables }: Point): string[] {
  return Object.entries(observables).flatMap(([name, { kind, samples, counts }]) => {
    if (kind !== 'histogram' || typeof samples !== 'number' || !Array.isArray(counts)) return [];
    const bins = counts.flat().length;
    if (samples >= fewRecords * bins) return [];
    return [
      `'${name}' has ${brief(samples / bins)} records a bin on average: distances show noise; take fewer bins or more particles`,
    ];
  });
}
