import type { Plan } from '../../model/plan';
import { capturedLayout, mayEndEarly } from '../captured';
import { blockShift } from '../draws';
import { memoryName, methodWords } from './state';

/** After a page's last step: particles that are no longer finite, and the coordinates of the first ones. */
export function finishStatements(plan: Plan): string[] {
  const { accepted } = plan.method;
  const ends = mayEndEarly(plan);
  return [
    ...finiteStatements(plan),
    // A run that may end early follows a particle until it is settled, whenever it ends.
    ...(ends ? [`let settled = ${settled(plan)};`, 'finite = finite | settled;'] : []),
    'if (dispatch.finish == 1u && !finite) { c0 += 1.0; mark_lost(particle.point, step_index); }',
    ...(accepted === undefined ? [] : [`c1 += ${accepted};`]),
    ...(ends ? ['if (!settled) { atomicStore(&marks[0], 1u); }'] : []),
    ...snapshotStatements(plan),
  ];
}

/** Whether nothing that is observed can happen to a particle any more, where its observers can tell. */
const settled = ({ observers }: Plan) =>
  observers.map(({ observer }, o) => observer.settled?.wgsl({ memory: (i: number) => memoryName(o, i) })).join(' & ');

const finiteStatements = (plan: Plan) => [
  'var finite = true;',
  ...methodWords(plan).map((name) => `finite = finite & is_finite(${name});`),
];

/** Where a block of steps ends: marks the step when a particle is no longer finite, unless nothing depends on it any more. */
export function lostStatements(plan: Plan, observed: boolean): string[] {
  const condition = observed && mayEndEarly(plan) ? `finite | (${settled(plan)})` : 'finite';
  const first = `!(${condition}) & (lost_at == 0u) & ((step_index & ${2 ** blockShift(plan) - 1}u) == 0u)`;
  return ['{', ...finiteStatements(plan), `lost_at = select(lost_at, step_index, ${first});`, '}'];
}

function snapshotStatements(plan: Plan): string[] {
  const { snapshot: count, perPoint } = capturedLayout(plan);
  if (count === 0) return [];
  const { coordinates } = plan.scope.graph;
  const place = `particle.point * ${perPoint}u + particle.address.x * ${coordinates.length}u`;
  const copies = coordinates.map((_, i) => `captured[${place} + ${i}u] = ${plan.method.observed}${i};`);
  const first = `(particle.address.y & 0xFFFFu) == 0u && particle.address.x < ${count}u`;
  return [`if (dispatch.finish == 1u && ${first}) {`, ...copies, '}'];
}
