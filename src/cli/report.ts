import { join } from 'node:path';
import type { Command } from 'commander';
import { ErgodicError } from '../errors';
import type { Result } from '../model/result';
import { readText, writeWhole } from './files';

export function addReport(program: Command): void {
  program
    .command('report <dir>')
    .description('writes report.html again from the result.json of a run')
    .action(async (folder: string) => {
      const path = join(folder, 'report.html');
      writeWhole(path, await renderFile(join(folder, 'result.json')));
      process.stdout.write(`${path}\n`);
    });
}

/** The code that draws the page, which most commands do without. */
export const loadReport = () => import('../report');

/** The page on a result. */
export async function renderHtml(result: Result): Promise<string> {
  const { renderReport } = await loadReport();
  return renderReport(result);
}

/**
 * The page on a result file, which may be anybody's.
 *
 * @throws ErgodicError badInput when it is none, or when parts of it are not what a result has there
 */
export async function renderFile(path: string): Promise<string> {
  const result = parseResult(path);
  try {
    return await renderHtml(result);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const message = `${path}: found a result with parts missing or of another kind (${found}); expected one that ergodic run wrote; run the experiment again`;
    throw new ErgodicError('badInput', message, { cause });
  }
}

function parseResult(path: string): Result {
  let value: unknown;
  try {
    value = JSON.parse(readText(path));
  } catch (cause) {
    if (cause instanceof ErgodicError) throw cause;
    throw new ErgodicError('badInput', `${path}: found no JSON; expected a result that ergodic run wrote`, { cause });
  }
  const { points, experiment } = (value ?? {}) as Partial<Result>;
  if (!Array.isArray(points) || typeof experiment !== 'object' || experiment === null) {
    throw new ErgodicError(
      'badInput',
      `${path}: found no points or no experiment; expected a result that ergodic run wrote`,
    );
  }
  return value as Result;
}
