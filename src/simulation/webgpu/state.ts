import { literal } from '../../expression';
import type { Plan } from '../../model/plan';

/** The method's part of a particle's state, or that and what observers keep of it. */
type Part = 'method' | 'all';

/** WGSL name of word i that an observer keeps of each particle. */
export const memoryName = (observer: number, i: number) => `m${observer}_${i}`;

const remembered = ({ observers }: Plan) =>
  observers.flatMap(({ observer }, o) =>
    (observer.memory ?? []).map((start, i) => ({ name: memoryName(o, i), start })),
  );

/** Names of the words of a particle's state, in the order of the buffer. */
function storedNames(plan: Plan, part: Part): string[] {
  const { stored, observed } = plan.method;
  // Observers that look at the end of burn-in need the position there, which a method may not keep between steps.
  const looks = plan.observers.some(({ observer }) => observer.begin !== undefined) && !stored.includes(observed);
  const own = [...methodWords(plan), ...(looks ? namesOf(plan, observed) : [])];
  return part === 'method' ? own : [...own, ...remembered(plan).map(({ name }) => name)];
}

const namesOf = ({ method, scope }: Plan, variable: string) =>
  method.scalars.includes(variable) ? [variable] : scope.graph.coordinates.map((_, i) => `${variable}${i}`);

/** Words of one particle's state. */
export const stateWords = (plan: Plan): number => storedNames(plan, 'all').length;

/** Declares the variables of a particle. */
export function declareState(plan: Plan, part: Part): string[] {
  const { variables, scalars } = plan.method;
  const names = [...variables.flatMap((v) => plan.scope.graph.coordinates.map((_, i) => `${v}${i}`)), ...scalars];
  const own = names.map((name) => `var ${name} = 0.0;`);
  if (part === 'method') return own;
  return [...own, ...remembered(plan).map(({ name, start }) => `var ${name} = ${literal(start)};`)];
}

/** Statements between registers and the page's state. */
export function transferState(plan: Plan, direction: 'load' | 'store', part: Part): string[] {
  return storedNames(plan, part).map((name, i) => {
    const place = `state[${i}u * dispatch.page_slots + particle.slot]`;
    return direction === 'load' ? `${name} = ${place};` : `${place} = ${name};`;
  });
}

/** WGSL names of the words that the method stores: a particle is finite when all of them are. */
export const methodWords = (plan: Plan): string[] => plan.method.stored.flatMap((variable) => namesOf(plan, variable));
