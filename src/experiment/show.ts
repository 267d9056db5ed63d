/** A value of an experiment file as a message quotes it, on one short line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return clip(JSON.stringify(value));
  if (Array.isArray(value)) return value.length <= 4 ? clip(plain(value)) : `a list of ${value.length} entries`;
  if (typeof value === 'object' && value !== null) return clip(plain(value));
  return String(value);
}

/** "a, b or c", shortened where there are many. */
export function choices(names: readonly string[]): string {
  const shown = names.length > 14 ? [...names.slice(0, 12), `… (${names.length} names)`] : names;
  return shown.length < 2 ? (shown[0] ?? 'nothing') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

const plain = (value: object) => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}` : v)) ?? 'an object';
const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…${text.at(-1)}` : text);
