import { z } from 'zod';
import { landscapes } from '../landscapes';
import { methods } from '../methods';
import type { Method, MethodOption, NumberOption } from '../model/method';
import type { Observable } from '../model/observable';
import type { Expectation, Start } from '../model/plan';
import { observables } from '../observables';

/** A number, or the list of numbers that makes it an axis of the sweep. */
export type Swept = number | number[];

/** An experiment file that fits the schema: every default is written out, formulas are still text. */
export interface ExperimentFile {
  $schema?: string;
  title?: string;
  variables?: string[];
  parameters: Record<string, Swept>;
  potential?: string | { landscape: string; dimension?: number; parameters: Record<string, Swept> };
  diffusion?: string;
  drift?: string[];
  noise?: string[];
  loss?: string;
  data?: string | unknown[] | DataFile;
  regularizer?: string;
  temperature?: Swept;
  method: { name: string; step?: Swept; [option: string]: MethodValue | undefined };
  ensemble: { particles: number; seed: number; start: Start };
  random: 'fast' | 'philox';
  burnIn: number;
  steps: number;
  observe: Record<string, { kind: string }>;
  expect: Record<string, Omit<Expectation, 'path'>>;
}

export type MethodValue = Swept | string | boolean | Record<string, Swept>;

/** Where the rows of a loss come from: a file, or rows in the experiment itself. */
export interface DataFile {
  file?: string;
  rows?: unknown[];
  columns?: Record<string, string | string[]>;
  standardize?: boolean | string[];
  /** A share of the rows, or another file. */
  test?: number | string;
  /** Of the text of the file; with a test file, of the text of both checksums one after the other. */
  sha256?: string;
}

export const largestSingle = 3.4028234e38;
const name = /^[A-Za-z_][A-Za-z0-9_]*$/;

const single = z.number().min(-largestSingle).max(largestSingle);
const positive = z.number().gt(0).max(largestSingle);
const list = (entry: z.ZodType<number>) => z.array(entry).min(1);
const swept = (entry: z.ZodType<number>) => z.union([entry, list(entry)]);
const whole = (least: number, most: number) => z.int().min(least).max(most);
const named = (what: string) =>
  z.string().regex(name, { error: `${what} of letters, digits and _ that does not begin with a digit` });

const parameters = z.record(named('a name'), swept(single));

const potential = z
  .union([
    z.string(),
    z.strictObject({
      landscape: z.enum(landscapes.map((l) => l.name)),
      dimension: whole(1, 1024).optional(),
      parameters: parameters.default({}),
    }),
  ])
  .describe('U(x): a formula over the variables and parameters, or a landscape of the catalogue');

const text = z.string().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: '64 hexadecimal digits, 0 to 9 and a to f' });

/** What moves the particles, in the words of messages. */
export const formsExpected = '"potential", or "loss" with "data", or "drift" with "noise"';

const rows = z.array(z.record(z.string(), z.unknown())).min(1);

const data = z
  .union(
    [
      text,
      rows,
      z.strictObject({
        file: text
          .describe('CSV with a header row, or JSON with a list of row objects; relative to this file')
          .optional(),
        rows: rows.describe('the rows themselves').optional(),
        columns: z
          .record(named('a name'), z.union([text, z.array(text).min(1)]))
          .describe('names in formulas and the columns they stand for; a list of columns makes a vector')
          .optional(),
        standardize: z
          .union([z.boolean(), z.array(text)])
          .describe(
            'brings columns to mean 0 and standard deviation 1: all but those of zeros and ones, or a list of names',
          )
          .optional(),
        test: z
          .union([z.number().gt(0).lt(1), text])
          .describe('rows held out for observing: a share of the table, or another file')
          .optional(),
        sha256: sha256
          .describe('SHA-256 of the table as it was; with a test file, of both checksums one after the other')
          .optional(),
      }),
    ],
    { error: `the name of a table's file, a list of rows, or an object { … } with "file" or "rows"` },
  )
  .describe('table of the loss');

function numberSchema({ title, least, most, whole: integer, default: usual, optional }: NumberOption) {
  const entry = integer === true ? whole(least, most ?? Number.MAX_SAFE_INTEGER) : z.number().min(least);
  const value = swept(entry.max(most ?? largestSingle)).describe(title);
  if (usual !== undefined) return value.default(usual);
  return optional === true ? value.optional() : value;
}

function optionSchema(option: MethodOption): z.ZodType {
  if (option.kind === 'number') return numberSchema(option);
  if (option.kind === 'flag') return z.boolean().describe(option.title).default(option.default);
  const members = Object.entries(option.members).map(([key, member]) => [key, numberSchema(member)]);
  return z.strictObject(Object.fromEntries(members)).describe(option.title).optional();
}

/** Groups of a method's options that stand in place of its step. */
export const stepGroups = (method: Method): string[] =>
  Object.entries(method.options).flatMap(([key, o]) => (o.kind === 'group' && o.replacesStep ? [key] : []));

function methodSchema(method: Method) {
  const options = Object.entries(method.options).map(([key, option]) => [key, optionSchema(option)]);
  const step = swept(positive).describe('time per step');
  return z
    .strictObject({
      name: z.literal(method.name),
      step: stepGroups(method).length > 0 ? step.optional() : step,
      ...(Object.fromEntries(options) as Record<string, z.ZodType>),
    })
    .describe(`${method.title}: ${method.formula}`);
}

/** The observable's own schema with `kind` beside its fields; a choice between several forms keeps every form. */
function observableSchema(kind: string, title: string, schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodUnion) {
    return (schema.options as z.ZodType[]).flatMap((option) => observableSchema(kind, title, option));
  }
  if (!(schema instanceof z.ZodObject)) throw new Error(`the schema of observable '${kind}' is not an object`);
  return [
    schema
      .safeExtend({ kind: z.literal(kind) })
      .strict()
      .describe(title),
  ];
}

function withKind({ kind, title, schema }: Observable) {
  const forms = observableSchema(kind, title, schema);
  return (forms.length === 1 ? forms[0] : z.discriminatedUnion('kind', forms as never)) as z.core.$ZodTypeDiscriminable;
}

const start = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('point'), at: list(single) }),
  z.strictObject({ kind: z.literal('uniform'), low: list(single), high: list(single) }),
  z.strictObject({
    kind: z.literal('normal'),
    mean: list(single),
    deviation: list(z.number().min(0).max(largestSingle)),
  }),
]);

const ensemble = z.strictObject({
  particles: whole(1, 2 ** 48).describe('particles at each point of the sweep'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1),
  start: start.describe('where particles begin; a list of one number serves every coordinate'),
});

const expectation = z
  .strictObject({
    below: z.number().optional(),
    above: z.number().optional(),
    near: z.number().optional(),
    standardErrors: z.number().gt(0).optional(),
    within: z.number().min(0).optional(),
  })
  .refine((e) => e.below !== undefined || e.above !== undefined || e.near !== undefined, {
    error: '{ "below" }, { "above" } or { "near" } with "standardErrors" or "within"',
  })
  .refine((e) => (e.near !== undefined) === (e.standardErrors !== undefined || e.within !== undefined), {
    error: '"near" together with "standardErrors" or "within"',
  });

/** The forms of what moves the particles, for editors; `checkForms` says more. */
const jsonForms = [['potential'], ['loss', 'data'], ['drift', 'noise']].map((required) => ({ required }));

const movesNothing = (file: unknown) =>
  typeof file === 'object' && file !== null && !['potential', 'loss', 'drift'].some((form) => form in file);

/** What an experiment file may contain. A new method, observable or landscape enters through its folder's index. */
export const experimentSchema = z
  .strictObject({
    $schema: z.string().optional(),
    title: z.string().optional(),
    variables: z.array(z.string()).min(1).optional().describe('coordinates in order; "w[25]" is w1 … w25'),
    parameters: parameters.default({}).describe('names usable in every expression'),
    potential: potential.optional(),
    diffusion: text.describe('D(x) of a state-dependent Itô noise √(2D) in place of a temperature').optional(),
    drift: z.array(text).min(1).describe('of an SDE dXᵢ = driftᵢ dt + noiseᵢ dWᵢ, one formula a coordinate').optional(),
    noise: z.array(text).min(1).describe('of an SDE given by its drift, one formula a coordinate').optional(),
    loss: text.describe('loss of one row of the table; its mean over all rows is the potential').optional(),
    data: data.optional(),
    regularizer: text.describe('added to the mean loss').optional(),
    temperature: swept(positive).optional(),
    method: z.discriminatedUnion('name', methods.map(methodSchema) as never),
    ensemble,
    random: z.enum(['fast', 'philox']).default('fast').describe('"philox": the standard generator at every draw'),
    burnIn: whole(0, 2 ** 31 - 1)
      .default(0)
      .describe('steps before recording starts'),
    steps: whole(1, 2 ** 31 - 1).describe('steps of the method after burn-in'),
    observe: z
      .record(named('a name'), z.discriminatedUnion('kind', observables.map(withKind) as never))
      .refine((o) => Object.keys(o).length > 0, {
        error: 'at least one observable, such as "density": { "kind": "histogram", … }',
      }),
    expect: z.record(z.string(), expectation).default({}),
  })
  // Told beside all else that is wrong with the file.
  .refine((file) => !movesNothing(file), { path: ['potential'], error: formsExpected, when: () => true })
  .describe('Experiment file of Ergodic: an ensemble of stochastic particles in a potential');

export type JsonSchema = { [keyword: string]: unknown };

/** JSON Schema (2020-12) of the experiment file as a person writes it: what has a default may be left out. */
export function experimentJsonSchema(): JsonSchema {
  made ??= { ...z.toJSONSchema(experimentSchema, { io: 'input' }), oneOf: jsonForms, title: 'Ergodic experiment' };
  return made;
}

/** Made once: every mistake in a file asks for it. */
let made: JsonSchema | undefined;
