import type { Command } from 'commander';
import { z } from 'zod';
import { claims } from '../claims';
import { ErgodicError } from '../errors';
import { nearest } from '../errors/nearest';
import { choices } from '../experiment';
import { landscapes } from '../landscapes';
import { methods } from '../methods';
import type { Claim } from '../model/claim';
import type { Landscape } from '../model/landscape';
import type { Method } from '../model/method';
import type { Observable } from '../model/observable';
import { observables } from '../observables';
import { colorsFor } from './colors';
import { columnsOf, describeExact, describeFields, describeOptions } from './describe';

/** An entry of the catalogue as data: what is printed, and what `--json` gives. */
interface Entry {
  name: string;
  title: string;
  [field: string]: unknown;
}

/** What every method takes beside its own options. */
const stepOption = { kind: 'number', title: 'time per step, more than 0' };

/** Commands that list what an experiment file can name. */
export function addCatalogue(program: Command): void {
  addList(
    program,
    'landscapes',
    'potentials of the catalogue, with their exact numbers',
    landscapes.map(landscapeEntry),
  );
  addList(program, 'methods', 'integrators, with their order and options', methods.map(methodEntry));
  addList(program, 'observables', 'what can be observed, and what is reported of it', observables.map(observableEntry));
  addList(program, 'claims', 'statements of the theorem that certify tests', claims.map(claimEntry));
}

function addList(program: Command, name: string, description: string, entries: readonly Entry[]): void {
  program
    .command(`${name} [name]`)
    .description(description)
    .option('--json', 'as JSON')
    .action((chosen: string | undefined, options: { json?: boolean }) => {
      const found = chosen === undefined ? entries : find(entries, chosen, name);
      const text = options.json ? JSON.stringify(found, null, 2) : describe(found);
      process.stdout.write(`${text}\n`);
    });
}

function find(entries: readonly Entry[], name: string, list: string): Entry {
  const entry = entries.find((e) => e.name === name);
  if (entry !== undefined) return entry;
  const known = entries.map((e) => e.name);
  const message = `'${name}' is none of the ${list}; ${nearest(name, known)}expected ${choices(known)}`;
  throw new ErgodicError('badInput', message);
}

function describe(found: Entry | readonly Entry[]): string {
  return Array.isArray(found) ? found.map(describeLine).join('\n') : describeEntry(found as Entry);
}

function describeLine({ name, title, potential, formula, statement, source }: Entry): string {
  const colors = colorsFor(process.stdout);
  return [`${colors.bold(name)}  ${title}`, potential ?? formula ?? statement, source].filter(Boolean).join('\n    ');
}

function describeEntry(entry: Entry): string {
  const colors = colorsFor(process.stdout);
  return Object.entries(entry)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([field, value]) =>
      `${colors.bold(field)}: ${(fieldTexts[field] ?? describeValue)(value as never)}`.replace(': \n', ':\n'),
    )
    .join('\n');
}

/** How fields are told that have a form of their own. */
const fieldTexts: Readonly<Record<string, (value: never) => string>> = {
  exact: describeExact,
  asks: describeFields,
  options: describeOptions,
  order: (order: number | null) => (order === null ? 'none: exact' : String(order)),
  temperature: (taken: boolean) => (taken ? 'yes' : 'no: its noise is that of mini-batches'),
  data: (need: string) => `${need}: "loss" with "data"`,
  stateDependentNoise: (taken: boolean) => (taken ? 'yes: "diffusion", or "drift" with "noise"' : 'no'),
  momentum: (kept: boolean) => (kept ? 'yes: momentum(x) in observables' : 'no'),
  dimensions: ([first, ...others]: Landscape['dimensions']) =>
    [others.length > 0 ? `${first} (shown here)` : first, ...others].join(', '),
  window: (intervals: Landscape['window']) => intervals.map((ends) => `[${ends.join(', ')}]`).join(' × '),
};

function describeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.join(', ');
  const entries = Object.entries(value);
  if (entries.length === 0) return 'none';
  return columnsOf(entries.map(([key, v]) => [key, typeof v === 'object' ? JSON.stringify(v) : String(v)]));
}

/** In its first dimension, which is the default; `exact` has the numbers of all. */
function landscapeEntry({ name, title, shows, formula, source, ...rest }: Landscape): Entry {
  return { name, title, shows, ...formula(rest.dimensions[0]), ...rest, source };
}

/** `order` is null where a method has no bias at any step: JSON has no infinity. */
function methodEntry({ name, title, formula, options, source, ...method }: Method): Entry {
  return {
    name,
    title,
    formula,
    order: Number.isFinite(method.order) ? method.order : null,
    temperature: method.temperature,
    data: method.batches ? 'required' : 'optional',
    stateDependentNoise: method.stateDependentNoise,
    momentum: method.momentum !== undefined,
    options: { step: stepOption, ...options },
    source,
  };
}

function observableEntry({ kind, title, reports, source, schema }: Observable): Entry {
  return { name: kind, title, asks: z.toJSONSchema(schema, { io: 'input' }), reports, source };
}

function claimEntry({ id, title, seedStep, seedStatement, seed, statement, source, experiments }: Claim): Entry {
  return {
    name: id,
    title,
    seedStep,
    seedStatement,
    seedVerdict: `${seed.verdict}: ${seed.because}`,
    statement,
    source,
    experiments: Object.keys(experiments(1)),
  };
}
