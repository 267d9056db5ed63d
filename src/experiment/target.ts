import { gradient, type Node, parse, type Scope } from '../expression';
import type { Method } from '../model/method';
import type { Target } from '../model/target';
import type { ExpandedFile } from './expand';
import type { Problems } from './problems';
import { readRows, type Tables } from './rows';
import { formsExpected } from './schema';
import { show } from './show';

/** What moves the particles, and what of the file it rests on. */
export interface ReadTarget {
  target: Target;
  /** The file's `data` with the checksum of its tables; absent without data or for rows in the file itself. */
  data?: unknown;
}

const forms = ['potential', 'loss', 'drift'] as const;
type Form = (typeof forms)[number];
type Companion = 'data' | 'regularizer' | 'noise' | 'diffusion';

/** What each field goes with, and what to do with it beside anything else. */
const companions: Record<Companion, { owner: Form; beside: Partial<Record<Form, string>> }> = {
  data: {
    owner: 'loss',
    beside: { potential: 'leave it out, or write the "loss" of one row in place of the potential' },
  },
  regularizer: { owner: 'loss', beside: { potential: 'add it to the potential' } },
  noise: {
    owner: 'drift',
    beside: {
      potential: 'write "temperature", or "diffusion" for noise that depends on the place',
      loss: 'leave it out: noise comes from "temperature" or from mini-batches',
    },
  },
  diffusion: { owner: 'potential', beside: { drift: 'write √(2D) as "noise", one formula a coordinate' } },
};

/** What a form cannot do without. */
const missing: Partial<Record<Form, [name: Companion, expected: string]>> = {
  loss: ['data', 'the table that "loss" is of, as in "data": "points.csv"'],
  drift: ['noise', 'one formula a coordinate beside "drift", "0" for none'],
};

/** Whether the file has one of a potential, a loss and a drift, with what belongs to it; what is wrong is told to `problems`. */
export function checkForms(file: ExpandedFile, problems: Problems): boolean {
  const given = forms.filter((form) => file[form] !== undefined);
  if (given.length === 0) problems.add('potential', `found nothing, expected ${formsExpected}`);
  if (given.length > 1) problems.add(given[1], `found beside "${given[0]}"; expected only one of ${formsExpected}`);
  if (given.length !== 1) return false;
  const strangers = (Object.keys(companions) as Companion[]).filter(
    (name) => file[name] !== undefined && companions[name].owner !== given[0],
  );
  for (const name of strangers) {
    const { owner, beside } = companions[name];
    problems.add(name, `goes with "${owner}", and this file has "${given[0]}"; ${beside[given[0]] ?? 'leave it out'}`);
  }
  const [name, expected] = missing[given[0]] ?? [];
  if (name === undefined || file[name] !== undefined) return strangers.length === 0;
  problems.add(name, `found nothing, expected ${expected}`);
  return false;
}

/**
 * Reads what moves the particles: a potential (with a diffusion, if there is one), a loss over a table, or drift and noise.
 * What is wrong is told to `problems`; the answer is then undefined.
 *
 * @param file one whose forms fit (`checkForms`)
 * @param tables reads the text of the files that `data` names
 */
export function readTarget(
  file: ExpandedFile,
  scope: Scope,
  tables: Tables,
  problems: Problems,
): ReadTarget | undefined {
  if (file.loss !== undefined) return readRows(file, scope, tables, problems);
  const target = file.drift === undefined ? potentialTarget(file, scope, problems) : driftTarget(file, scope, problems);
  return target && { target };
}

function potentialTarget(file: ExpandedFile, scope: Scope, problems: Problems): Target | undefined {
  const { graph } = scope;
  const potential = problems.attempt('potential', () => parse(scope, file.potential!));
  const { diffusion } = file;
  const spread = diffusion && problems.attempt('diffusion', () => parse(scope, diffusion));
  if (potential === undefined || (diffusion !== undefined && !spread)) return undefined;
  const noise = spread ? graph.apply('sqrt', graph.mul(graph.constant(2), spread)) : null;
  return {
    slope: gradient(graph, potential),
    potential,
    noise: noise && graph.coordinates.map(() => noise),
    rows: null,
  };
}

function driftTarget(file: ExpandedFile, scope: Scope, problems: Problems): Target | undefined {
  const [drift, noise] = (['drift', 'noise'] as const).map((name) => readFormulas(name, file[name]!, scope, problems));
  return drift && noise && { slope: drift.map(scope.graph.neg), potential: null, noise, rows: null };
}

/** One formula for each coordinate. */
function readFormulas(name: string, texts: readonly string[], scope: Scope, problems: Problems): Node[] | undefined {
  const { coordinates } = scope.graph;
  if (texts.length !== coordinates.length) {
    const found = `found ${texts.length} formula${texts.length === 1 ? '' : 's'}`;
    const of = coordinates.length > 8 ? [...coordinates.slice(0, 8), '…'] : coordinates;
    problems.add(name, `${found}, expected ${coordinates.length}, one a coordinate: ${of.join(', ')}`);
    return undefined;
  }
  const nodes = texts.map((text, i) => problems.attempt(`${name}.${i}`, () => parse(scope, text)));
  return nodes.every((node) => node !== undefined) ? nodes : undefined;
}

/**
 * Whether the method runs on what moves the particles, and has the temperature that it needs; what is wrong is told to
 * `problems`.
 */
export function checkTarget(file: ExpandedFile, method: Method, problems: Problems): boolean {
  const own = (['drift', 'diffusion'] as const).find((name) => file[name] !== undefined);
  const wrong = (path: string, text: string) => {
    problems.add(path, text);
    return false;
  };
  let fits = true;
  if (own !== undefined && !method.stateDependentNoise) {
    const found = `'${method.name}' takes no noise that depends on the place`;
    fits = wrong('method.name', `${found}; expected euler-maruyama beside "${own}"`);
  }
  if (method.batches && file.loss === undefined) {
    const found = `'${method.name}' draws mini-batches of rows`;
    fits = wrong('method.name', `${found}; expected "loss" with "data", or another method`);
  }
  const problem = temperatureProblem(file, method, own);
  return problem === undefined ? fits : wrong('temperature', problem);
}

function temperatureProblem({ temperature }: ExpandedFile, method: Method, own?: string): string | undefined {
  const wanted = method.temperature && own === undefined;
  if (wanted === (temperature !== undefined)) return undefined;
  if (wanted) return `found nothing, expected a number: the noise of '${method.name}' has a temperature`;
  const noise =
    own === undefined ? `is that of its mini-batches` : `is given by ${own === 'drift' ? '"noise"' : `"${own}"`}`;
  const whose = own === undefined ? `the noise of '${method.name}'` : 'the noise of this file';
  return `found ${show(temperature)}, but ${whose} ${noise}; leave it out`;
}
