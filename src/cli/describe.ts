import type { ExactNumber, ExactQuantity } from '../model/landscape';
import type { MethodOption, NumberOption } from '../model/method';
import { formatNumber } from '../report/format';

/** Lines of two columns, the first as wide as its longest text. */
export function columnsOf(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `\n  ${left.padEnd(width)}  ${right}`.trimEnd()).join('');
}

/** Exact numbers, one a line, to as many digits as are known. */
export function describeExact(numbers: readonly ExactNumber[]): string {
  return columnsOf(numbers.map((n) => [[quantityText(n.quantity), ...conditions(n)].join(', '), exactText(n)]));
}

const exactText = ({ value, digits, source }: ExactNumber) =>
  `${formatNumber(value, digits)}${source === undefined ? '' : `  (${source})`}`;

function conditions({ temperature, dimension, parameters }: ExactNumber): string[] {
  const all = Object.entries({ T: temperature, d: dimension, ...parameters });
  return all.flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`]));
}

function quantityText(q: ExactQuantity): string {
  switch (q.kind) {
    case 'mean':
    case 'variance':
      return `${q.kind} of ${q.of}`;
    case 'mass':
      return `mass where ${q.where} ≥ 0`;
    case 'normalizer':
      return 'normaliser Z';
    case 'rate':
      return q.index === 1 ? 'spectral gap' : `rate ${q.index}`;
    case 'passage':
      return `mean time from ${q.from} to ${q.to}`;
    case 'exit':
      return `mean time from ${q.from} to |x| = ${q.radius}`;
    case 'critical':
      return `potential at the ${q.type} (${q.at.join(', ')})`;
    case 'curvature':
      return `curvature at ${q.at}`;
  }
}

interface FieldSchema {
  description?: string;
  default?: unknown;
}

/** The fields that a part of the experiment file takes, from its JSON Schema. */
export function describeFields(schema: { properties?: Readonly<Record<string, FieldSchema>> }): string {
  const fields = Object.entries(schema.properties ?? {});
  return columnsOf(fields.map(([name, field]) => [name, fieldText(field)]));
}

const fieldText = ({ description = '', default: standard }: FieldSchema) =>
  standard === undefined ? description : `${description} (default: ${JSON.stringify(standard)})`;

/** Options of a method, with their bounds and what they are where they are left out. */
export function describeOptions(options: Readonly<Record<string, MethodOption>>): string {
  return columnsOf(Object.entries(options).flatMap(([name, option]) => optionRows(name, option)));
}

function optionRows(name: string, option: MethodOption): [string, string][] {
  if (option.kind === 'number') return [[name, numberText(option)]];
  if (option.kind === 'flag') return [[name, `${option.title}: true or false (default: ${option.default})`]];
  const members = Object.entries(option.members).flatMap(([key, member]) => optionRows(`${name}.${key}`, member));
  return [[name, `${option.title}: { ${Object.keys(option.members).join(', ')} }`], ...members];
}

function numberText({ title, least, most, whole, default: standard, optional }: NumberOption): string {
  const range = [
    ...(whole ? ['whole'] : []),
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ];
  const omitted = optional ? 'may be left out' : standard === undefined ? '' : `default: ${standard}`;
  const facts = [range.join(', '), omitted].filter(Boolean);
  return facts.length > 0 ? `${title} (${facts.join('; ')})` : title;
}
