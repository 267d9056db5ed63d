import type { Command } from 'commander';
import { z } from 'zod';
import { ErgodicError } from '../errors';
import { nearest } from '../errors/nearest';
import { choices } from '../experiment';
import { landscapes } from '../landscapes';
import { methods } from '../methods';
import type { Landscape } from '../model/landscape';
import type { Method } from '../model/method';
import type { Observable } from '../model/observable';
import { observables } from '../observables';
import { colorsFor } from './colors';

/** An entry of the catalogue as data: what is printed, and what `--json` gives. */
interface Entry {
  name: string;
  title: string;
  [field: string]: unknown;
}

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

function describeLine({ name, title, potential, formula, source }: Entry): string {
  const colors = colorsFor(process.stdout);
  const lines = [`${colors.bold(name)}  ${title}`, potential ?? formula, source].filter((line) => line !== undefined);
  return lines.join('\n    ');
}

function describeEntry(entry: Entry): string {
  const colors = colorsFor(process.stdout);
  return Object.entries(entry)
    .filter(([field]) => field !== 'asks')
    .map(([field, value]) => `${colors.bold(field)}: ${describeValue(value)}`)
    .join('\n');
}

function describeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return value.join(', ');
  const entries = Array.isArray(value) ? value.map((v) => ['-', v]) : Object.entries(value);
  return entries.map(([key, v]) => `\n  ${key} ${typeof v === 'object' ? JSON.stringify(v) : v}`).join('') || 'none';
}

function landscapeEntry({ formula, ...landscape }: Landscape): Entry {
  return { ...landscape, ...formula(landscape.dimensions[0]) };
}

function methodEntry({ name, title, formula, order, options, source }: Method): Entry {
  return { name, title, formula, order, options, source };
}

function observableEntry({ kind, title, reports, source, schema }: Observable): Entry {
  return { name: kind, title, reports, asks: z.toJSONSchema(schema, { io: 'input' }), source };
}
