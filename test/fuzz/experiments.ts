import { readdirSync, readFileSync } from 'node:fs';
import { ErgodicError } from '../../src/errors';
import { type ExperimentFile, readExperiment, resolveExperiment } from '../../src/experiment';
import type { Plan } from '../../src/model/plan';
import { writeKernels } from '../../src/simulation/webgpu/kernel';
import { base } from '../experiment/base';
import { data, diffusion, drift, points, tables } from '../experiment/bases';
import { Dice } from './dice';
import { giants } from './giants';
import { injections, mutate } from './hostile';
import { mutateJson, mutateTree, partsOf } from './json';
import { type Outcome, outcomeOf, Tally, timed } from './tally';

const folder = new URL('../../examples/', import.meta.url);
const isExample = (name: string) => name.endsWith('.json');
const examples = readdirSync(folder)
  .filter(isExample)
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** A file with some of its names made so that they can be looked for in a shader. */
const brand = (file: object, names: RegExp): string => JSON.stringify(file).replace(names, 'qzq$&');
const weights = /\bw\d?\b/g;

const bases = [
  brand(base, /\b(?:x|tilt)\b/g),
  brand(diffusion, /\bx\b/g),
  brand(drift, /\b[xy]\b/g),
  brand(data, weights),
  brand({ ...data, data: { rows: points, standardize: ['x'], test: 0.5 }, regularizer: 'dot(w, w)' }, weights),
  brand({ ...data, method: { name: 'sgld', decay: { a: 1, b: 1, gamma: 0.5 }, batch: [1, 2] } }, weights),
];

const trees = [...bases, ...examples].map((text) => readTree(text));
const pool = trees.flatMap(partsOf);

/** The values of a file, without what the engine fills in. */
function readTree(text: string): unknown {
  return JSON.parse(text.replace(/^(([^"\n]|"[^"\n]*")*?)\/\/.*$/gm, '$1'));
}

/** A file to be read, with the assignments of a command line. */
interface Input {
  text: string;
  assignments: readonly string[];
}

function drawInput(dice: Dice): Input {
  const assignments = dice.chance(0.1) ? dice.list(dice.between(1, 3), () => assignment(dice)) : [];
  const kind = dice.below(1000);
  if (kind < 350) return { text: mutateJson(dice.pick([...bases, ...examples]), dice), assignments };
  if (kind < 400) return { text: dice.pick([...bases, ...examples]), assignments };
  return { text: JSON.stringify(mutateTree(dice.pick(trees), dice, pool)), assignments };
}

const paths = [
  'steps',
  'ensemble.particles',
  'observe.density.bins',
  'expect.a.b.c',
  '',
  '.',
  'data.rows.0.x',
  '__proto__.x',
];

function assignment(dice: Dice): string {
  const path = dice.chance(0.9) ? dice.pick(paths) : 'a.'.repeat(dice.pick([10, 1000, 30_000]));
  const value = dice.chance(0.9) ? JSON.stringify(dice.pick(pool)) : '['.repeat(dice.pick([10, 1000, 30_000]));
  const text = `${path}=${value}`;
  return dice.chance(0.3) ? mutate(text, dice) : text;
}

/**
 * Reads experiment files changed at random and checks that each gives a plan or a message, asks for no table that it does not name,
 * and leaves nothing of its text in a shader.
 */
export function fuzzExperiments(count: number, seed: number): Tally {
  const tally = new Tally('experiments', seed);
  for (let index = 0; index < count; index++) examine(drawInput(new Dice(seed, 'experiments', index)), index, tally);
  return tally;
}

/** The same for the first so many files of sizes that nobody means; no chance in it. */
export function fuzzGiants(count: number, seed: number): Tally {
  const tally = new Tally('giants', seed);
  for (const [index, [name, make]] of Object.entries(giants).slice(0, count).entries()) {
    examine({ text: make(), assignments: [] }, index, tally, name);
  }
  return tally;
}

function examine({ text, assignments }: Input, index: number, tally: Tally, name?: string): void {
  const asked: string[] = [];
  let file: ExperimentFile | undefined;
  const { result, error, ms } = timed(() => {
    file = readExperiment(text, { assignments });
    return resolveExperiment(file, 'experiment', (path) => readTable(path, asked));
  });
  const shown = name ?? [text, ...assignments].join('\n--set ');
  tally.time(ms, index, shown);
  const strange = asked.find((path) => !namesOf(file).includes(path));
  if (strange !== undefined) tally.record({ kind: 'disagreed', detail: `asked for '${strange}'` }, index, shown);
  tally.record(result === undefined ? refused(error) : judge(result), index, shown);
}

/** A message of the right kind that says what it found. */
function refused(error: unknown): Outcome {
  const outcome = outcomeOf(error);
  if (typeof outcome !== 'string') return outcome;
  const { message } = error as ErgodicError;
  // Numbers and names of the language that a person did not type would be a slip of ours.
  return /\[object|found undefined|\bNaN entries/.test(message) ? { kind: 'disagreed', detail: message } : outcome;
}

const shipped = readdirSync(new URL('data/', folder)).map((name) => `data/${name}`);
const known: Readonly<Record<string, () => string>> = tables;

function readTable(path: string, asked: string[]): string {
  asked.push(path);
  if (Object.hasOwn(known, path)) return known[path]();
  if (shipped.includes(path)) return readFileSync(new URL(path, folder), 'utf8');
  throw new ErgodicError('badInput', `${path}: there is no such file; expected a file`);
}

/** The tables that a file names. */
function namesOf(file: ExperimentFile | undefined): unknown[] {
  const named = file?.data;
  if (typeof named !== 'object' || named === null || Array.isArray(named)) return [named];
  return [named.file, named.test];
}

const foreign = /qzq|evil|passwd|script|alert|require|constructor|__proto__/;
const mostKernels = 16;

function judge(plan: Plan): Outcome {
  if (plan.points.length === 0) return { kind: 'disagreed', detail: 'a plan without points' };
  if (plan.points.length > mostKernels || plan.scope.graph.size > 20_000) return 'planned';
  const { initialise, advance, observe } = writeKernels(plan, settingsOf(plan), options);
  const found = foreign.exec([initialise, advance, observe].join('\n'));
  return found === null ? 'planned' : { kind: 'disagreed', detail: `a kernel has '${found[0]}' in it` };
}

const options = { workgroup: 64, sharedWords: 4096, shifts: 'integer' } as const;

/** What a pilot run would find where every quantity is between −1 and 1. */
function settingsOf(plan: Plan): number[][][] {
  return plan.points.map((point) =>
    plan.observers.map(({ observer }) =>
      observer.settings(
        observer.pilot.map(() => ({ mean: 0, spread: 1 })),
        point,
      ),
    ),
  );
}

/** Every kind of attack as each of the names that a file may give. */
export function fuzzNames(_: number, seed: number): Tally {
  const tally = new Tally('names', seed);
  const file = JSON.parse(JSON.stringify(base)) as Record<string, unknown>;
  injections.forEach((name, index) => {
    const formulas = { variables: [name], potential: `(${name})^2`, expect: {} };
    const renamed = { ...file, title: name, observe: { [name]: { kind: 'moments', of: [name] } }, expect: {} };
    const swept = { ...file, parameters: { tilt: 0.2, [name]: [1, 2] } };
    for (const tree of [{ ...file, ...formulas }, renamed, swept]) {
      examine({ text: JSON.stringify(tree), assignments: [`title=${name}`] }, index, tally);
    }
  });
  return tally;
}
