import type { ExactNumber, ExactQuantity } from '../model/landscape';
import { formatNumber } from '../report/format';

/** Lines of two columns, the first as wide as its longest text. */
export function columnsOf(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `\n  ${left.padEnd(width)}  ${right}`.trimEnd()).join('');
}

/** Exact numbers, one a line, to as many digits as are known. */
export function describeExact(numbers: readonly ExactNumber[]): string {
  return columnsOf(numbers.map((n) => [[quantityText(n.quantity), ...conditions(n)].join(', '), numberText(n)]));
}

const numberText = ({ value, digits, source }: ExactNumber) =>
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
