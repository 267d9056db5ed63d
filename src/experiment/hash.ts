import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * SHA-256 (hexadecimal) of a resolved experiment, as canonical JSON: names sorted, no spaces, numbers as JavaScript writes
 * them. Title and `$schema` do not enter: they change no count.
 *
 * @param axes paths of the sweep's lists in file order, which numbers the points and so keys their random streams
 */
export function hashExperiment(resolved: Readonly<Record<string, unknown>>, axes: readonly string[]): string {
  const { title: _title, $schema: _schema, ...counted } = resolved;
  const content = axes.length > 1 ? { ...counted, axes } : counted;
  return digest(canonicalJson(byContent(content)));
}

/** SHA-256 of a text, hexadecimal. */
export const digest = (text: string): string => digestBytes(utf8ToBytes(text));

export const digestBytes = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** With tables by their checksum instead of by where they lie. */
function byContent(content: Record<string, unknown>): Record<string, unknown> {
  const data = content.data as { sha256?: string; test?: unknown } | undefined;
  if (data?.sha256 === undefined) return content;
  return { ...content, data: { ...data, file: undefined, ...(typeof data.test === 'string' && { test: true }) } };
}

/** JSON with the names of every object in code-unit order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, v]) => v !== undefined);
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, v]) => `${JSON.stringify(key)}:${canonicalJson(v)}`).join(',')}}`;
}
