import { assign } from './assign';
import { describeIssues } from './issues';
import { Problems } from './problems';
import { type ExperimentFile, experimentSchema } from './schema';
import { parseText } from './syntax';

export interface ReadOptions {
  /** Name of the file in messages. Default `experiment`. */
  file?: string;
  /** `path=value` assignments that overrule the file, in order. */
  assignments?: readonly string[];
}

/**
 * Text of an experiment file → experiment with its defaults; formulas are still text.
 *
 * @throws ErgodicError badInput naming the file, each path in it, what was found and what was expected
 */
export function readExperiment(text: string, options: ReadOptions = {}): ExperimentFile {
  const file = options.file ?? 'experiment';
  return checkExperiment(assign(parseText(text, file), options.assignments ?? []), file);
}

/**
 * A value that claims to be an experiment → experiment with its defaults.
 *
 * @throws ErgodicError badInput as `readExperiment`
 */
export function checkExperiment(value: unknown, file = 'experiment'): ExperimentFile {
  checkCounts(value, file);
  const parsed = experimentSchema.safeParse(value, { reportInput: false });
  if (parsed.success) return inOrderOf(value, parsed.data) as unknown as ExperimentFile;
  const problems = new Problems(file);
  for (const { path, text } of describeIssues(parsed.error.issues, value)) problems.add(path, text);
  problems.raise();
  throw parsed.error;
}

/** Names of a field; more take seconds to read, and no kernel holds them. */
const mostNames = 1024;

function checkCounts(value: unknown, file: string): void {
  if (typeof value !== 'object' || value === null) return;
  const problems = new Problems(file);
  for (const [field, names] of Object.entries(value)) {
    const count = typeof names === 'object' && names !== null && !Array.isArray(names) ? Object.keys(names).length : 0;
    if (count > mostNames) problems.add(field, `found ${count} names; expected at most ${mostNames}`);
  }
  problems.raise();
}

/** `parsed` with the names of every object in the order of `written`, as the axes of a sweep need it; defaults come last. */
function inOrderOf(written: unknown, parsed: unknown): unknown {
  if (typeof parsed !== 'object' || parsed === null || typeof written !== 'object' || written === null) return parsed;
  const [from, to] = [written, parsed] as Record<string, unknown>[];
  if (Array.isArray(parsed)) return parsed.map((entry, i) => inOrderOf(from[i], entry));
  const keys = [...Object.keys(from), ...Object.keys(to)].filter((key) => Object.hasOwn(to, key));
  return Object.fromEntries([...new Set(keys)].map((key) => [key, inOrderOf(from[key], to[key])]));
}
