import type { Result } from '../model/result';
import { formatCount } from './format';
import { type Fields, isFields, readNumber } from './read';
import { settingText } from './settings';

const fieldsOf = (x: unknown): Fields => (isFields(x) ? x : {});

const namesOf = (x: unknown): string[] => (Array.isArray(x) ? x.map(String) : []);

function functionOf(name: string, variables: unknown): string {
  const list = namesOf(variables);
  if (list.length === 0) return name;
  return `${name}(${list.length > 6 ? `${list.slice(0, 5).join(', ')}, …` : list.join(', ')})`;
}

/** Equations shown of a system; the others are counted. */
const mostEquations = 6;

/** `dx = (drift) dt + (noise) dW`, one line a coordinate. */
function equations({ drift, noise, variables }: Fields): string[] {
  const [drifts, noises, names] = [drift, noise, variables].map(namesOf);
  const index = (i: number) => (drifts.length > 1 ? String(i + 1) : '');
  const line = (f: string, i: number) => {
    const walk = noises[i] === undefined ? '' : ` + (${noises[i]}) dW${index(i)}`;
    return `d${names[i] ?? `x${index(i)}`} = (${f}) dt${walk}`;
  };
  const left = drifts.length - mostEquations;
  return [...drifts.slice(0, mostEquations).map(line), ...(left > 0 ? [`… and ${left} more equations`] : [])];
}

/** What was sampled, as formulas: a potential (with its own diffusion), a loss over data, or an equation outright. */
export function formulas({ experiment: e }: Result): string[] {
  const lines: [string, unknown][] = [
    [functionOf('U', e.variables), e.potential],
    [functionOf('D', e.variables), e.diffusion],
    ['loss of one row', e.loss],
    ['regularizer', e.regularizer],
  ];
  const shown = lines.flatMap(([name, formula]) => {
    if (formula === undefined || formula === null) return [];
    return [`${name}${isFields(formula) ? ':' : ' ='} ${settingText(formula)}`];
  });
  return [...shown, ...equations(e)];
}

export const methodText = ({ experiment }: Result): string => settingText(experiment.method);

/** How many particles, started where, drawn from which seed. */
export function ensembleFacts({ experiment, points }: Result): [string, string][] {
  const { particles, seed, start } = fieldsOf(experiment.ensemble);
  const many = points.length > 1 ? ` at each of ${points.length} points` : '';
  const count = (x: unknown) => (readNumber(x) === null ? settingText(x) : formatCount(x as number | string));
  return [
    ['Particles', particles === undefined ? '' : count(particles) + many],
    ['Steps', count(experiment.steps)],
    ['Burn-in', experiment.burnIn === undefined ? '' : `${count(experiment.burnIn)} steps`],
    ['Start', settingText(start)],
    ['Seed', settingText(seed)],
  ];
}

/** What the experiment file asked of an observable. */
export const specOf = ({ experiment }: Result, name: string): Fields => fieldsOf(fieldsOf(experiment.observe)[name]);
