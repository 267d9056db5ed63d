import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Certificate } from '../certificate';
import { ErgodicError } from '../errors';
import type { Result } from '../model/result';
import { readText, writeWhole } from './files';

export function addReport(program: Command): void {
  program
    .command('report <dir>')
    .description('writes report.html again from the result.json of a run, or from a certificate.json')
    .action(async (folder: string) => {
      const path = join(folder, 'report.html');
      const certificate = join(folder, 'certificate.json');
      const page = existsSync(certificate)
        ? renderCertificateFile(certificate)
        : renderFile(join(folder, 'result.json'));
      writeWhole(path, await page);
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
export function renderFile(path: string): Promise<string> {
  const { points, experiment, ...rest } = parse(path, 'a result that ergodic run wrote') as Partial<Result>;
  if (!Array.isArray(points) || typeof experiment !== 'object' || experiment === null)
    throw unlike(path, 'no points or no experiment', 'a result that ergodic run wrote');
  return drawn(path, 'a result', 'ergodic run', () => renderHtml({ points, experiment, ...rest } as Result));
}

function renderCertificateFile(path: string): Promise<string> {
  const certificate = parse(path, 'a certificate that ergodic certify wrote') as Partial<Certificate>;
  if (!Array.isArray(certificate.claims)) throw unlike(path, 'no claims', 'a certificate that ergodic certify wrote');
  return drawn(path, 'a certificate', 'ergodic certify', async () =>
    (await loadReport()).renderCertificate(certificate as Certificate),
  );
}

async function drawn(path: string, what: string, command: string, draw: () => Promise<string>): Promise<string> {
  try {
    return await draw();
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const message = `${path}: found ${what} with parts missing or of another kind (${found}); expected one that ${command} wrote; run it again`;
    throw new ErgodicError('badInput', message, { cause });
  }
}

function parse(path: string, expected: string): object {
  try {
    return (JSON.parse(readText(path)) ?? {}) as object;
  } catch (cause) {
    if (cause instanceof ErgodicError) throw cause;
    throw unlike(path, 'no JSON', expected, cause);
  }
}

const unlike = (path: string, found: string, expected: string, cause?: unknown) =>
  new ErgodicError('badInput', `${path}: found ${found}; expected ${expected}`, { cause });
