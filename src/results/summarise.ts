import type { Estimate } from '../model/estimate';
import type { NamedArray, ReportContext } from '../model/observable';
import type { Plan } from '../model/plan';
import type { ObservableResult, PointResult, Result } from '../model/result';
import { blockShift } from '../simulation/draws';
import type { Tallies } from '../simulation/tallies';
import { jackknife } from '../statistics';
import { exactDynamics, exactLaw } from './exact';
import { judge } from './expectations';
import { pointWarnings } from './warnings';

export const resultSchema = 'ergodic-result/1';

/** The result file and the arrays beside it: a pure function of the plan and the tallies, but for machine and timing. */
export function summarise(
  plan: Plan,
  tallies: Tallies,
  machine: Result['machine'],
  timing: Result['timing'],
): { result: Result; arrays: Record<string, NamedArray> } {
  const arrays: Record<string, NamedArray> = {};
  const points = plan.points.map((_, p) => summarisePoint(plan, tallies, p, arrays));
  const result: Result = {
    schema: resultSchema,
    experiment: { ...plan.resolved },
    hash: plan.hash,
    machine,
    timing,
    warnings: [...plan.warnings],
    points,
    expectations: judge(plan.expectations, points),
  };
  return { result, arrays };
}

function summarisePoint(plan: Plan, tallies: Tallies, p: number, arrays: Record<string, NamedArray>): PointResult {
  const point = plan.points[p];
  const density = exactLaw(plan, p);
  const dynamics = exactDynamics(plan, p);
  const prefix = plan.points.length > 1 ? `${p}.` : '';
  const observables: Record<string, ObservableResult> = {};
  plan.observers.forEach(({ name, kind, observer }, o) => {
    const trace = tallies.traces.get(name);
    const context: ReportContext = {
      tally: (block) => tallies.group(p, o, block),
      settings: tallies.settings[p][o],
      records: Math.floor(plan.steps / observer.every),
      steps: plan.steps,
      density,
      dynamics,
      point,
      noise: plan.method.noise,
      trace:
        trace === undefined
          ? null
          : trace.subarray((p * trace.length) / plan.points.length, ((p + 1) * trace.length) / plan.points.length),
    };
    const report = observer.report(context);
    observables[name] = { kind, ...report.values };
    for (const [key, array] of Object.entries(report.arrays ?? {})) arrays[`${prefix}${name}.${key}`] = array;
    const captured = tallies.snapshots.get(name);
    if (captured !== undefined) arrays[`${prefix}${name}.coordinates`] = slice(plan, captured, p);
  });
  const counted = {
    parameters: { ...point.parameters },
    temperature: point.temperature,
    method: { name: plan.method.name, ...point.method },
    ...acceptance(plan, tallies, p),
    nonFinite: tallies.group(p, -1, 'nonFinite').cells.reduce((sum, cells) => sum + cells[0], 0),
    ...firstNonFinite(plan, tallies.firstLost[p]),
    observables,
  };
  return { ...counted, warnings: pointWarnings(plan, p, counted) };
}

/** Particles are looked at where blocks of steps end. */
function firstNonFinite(plan: Plan, by: number): Pick<PointResult, 'firstNonFinite'> {
  if (!Number.isFinite(by)) return {};
  const block = 2 ** blockShift(plan);
  return { firstNonFinite: { after: block * Math.floor((by - 1) / block), by } };
}

/** Share of the steps after burn-in that were accepted, of methods that may refuse one. */
function acceptance(plan: Plan, tallies: Tallies, p: number): { acceptance?: Estimate } {
  if (plan.method.accepted === undefined) return {};
  const share = jackknife(tallies.group(p, -1, 'accepted'), ([n], particles) => [n / (particles * plan.steps)]);
  return { acceptance: { value: share.value[0], standardError: share.standardError[0] } };
}

function slice(plan: Plan, captured: Float32Array, p: number): NamedArray {
  const size = captured.length / plan.points.length;
  const dimension = plan.scope.graph.coordinates.length;
  return { shape: [size / dimension, dimension], data: captured.slice(p * size, (p + 1) * size) };
}
