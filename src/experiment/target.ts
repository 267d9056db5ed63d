import { gradient, parse, type Scope } from '../expression';
import type { Method } from '../model/method';
import type { Target } from '../model/target';
import type { ExpandedFile } from './expand';
import type { Problems } from './problems';
import { readRows, type Tables } from './rows';
import { choices } from './show';

/** What moves the particles, and what of the file it rests on. */
export interface ReadTarget {
  target: Target;
  /** The file's `data` with the checksum of its tables; absent without data or for rows in the file itself. */
  data?: unknown;
}

const forms = ['potential', 'loss', 'drift'] as const;
/** What each field goes with. */
const companions = { data: 'loss', regularizer: 'loss', noise: 'drift', diffusion: 'potential' } as const;

/**
 * Reads what moves the particles: a potential (with a diffusion, if there is one), a loss over a table, or drift and noise.
 * What is wrong is told to `problems`; the answer is then undefined.
 *
 * @param tables reads the text of the files that `data` names
 */
export function readTarget(
  file: ExpandedFile,
  scope: Scope,
  tables: Tables,
  problems: Problems,
): ReadTarget | undefined {
  if (!checkForms(file, problems)) return undefined;
  if (file.loss !== undefined) return readRows(file, scope, tables, problems);
  const target = file.drift === undefined ? potentialTarget(file, scope, problems) : driftTarget(file, scope, problems);
  return target && { target };
}

function checkForms(file: ExpandedFile, problems: Problems): boolean {
  const given = forms.filter((form) => file[form] !== undefined);
  const expected = 'expected "potential", or "loss" with "data", or "drift" with "noise"';
  if (given.length === 0) problems.add('potential', `found nothing, ${expected}`);
  if (given.length > 1) problems.add(given[1], `found beside ${given[0]}; ${expected}, and only one of the three`);
  if (given.length !== 1) return false;
  let fine = true;
  for (const [name, owner] of Object.entries(companions) as [keyof typeof companions, (typeof forms)[number]][]) {
    if (file[name] === undefined || file[owner] !== undefined) continue;
    problems.add(name, `goes with "${owner}", and this file has "${given[0]}"; leave it out`);
    fine = false;
  }
  const missing = { loss: 'data', drift: 'noise' }[given[0] as string] as 'data' | 'noise' | undefined;
  if (missing === undefined || file[missing] !== undefined) return fine;
  problems.add(missing, `found nothing, expected it beside "${given[0]}"`);
  return false;
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
  const { graph } = scope;
  const count = graph.coordinates.length;
  const read = (name: 'drift' | 'noise') => {
    const texts = file[name]!;
    if (texts.length !== count) {
      problems.add(
        name,
        `found ${texts.length} formulas, expected ${count}, one for each of ${choices([...graph.coordinates])}`,
      );
      return undefined;
    }
    const nodes = texts.map((text, i) => problems.attempt(`${name}.${i}`, () => parse(scope, text)));
    return nodes.every((node) => node !== undefined) ? nodes : undefined;
  };
  const [drift, noise] = [read('drift'), read('noise')];
  return drift && noise && { slope: drift.map(graph.neg), potential: null, noise, rows: null };
}

/** Whether the method runs on this target, and whether a temperature is asked for. */
export function checkTarget(file: ExpandedFile, method: Method, problems: Problems): void {
  const own = file.diffusion === undefined ? 'drift' : 'diffusion';
  if (file[own] !== undefined && !method.stateDependentNoise) {
    problems.add(
      'method.name',
      `'${method.name}' takes no state-dependent noise; expected euler-maruyama beside "${own}"`,
    );
  }
  if (method.batches && file.loss === undefined) {
    problems.add('method.name', `'${method.name}' draws mini-batches; expected "loss" and "data", or another method`);
  }
  const wanted = method.temperature && file[own] === undefined;
  if (wanted && file.temperature === undefined) problems.add('temperature', 'found nothing, expected a number');
  if (wanted || file.temperature === undefined) return;
  const noise = method.temperature ? `of "${own}"` : `of '${method.name}': its mini-batches`;
  problems.add('temperature', `found beside the noise ${noise}, which leaves no room for one; leave it out`);
}
