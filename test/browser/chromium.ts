import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = join(root, 'node_modules/@sparticuz/chromium/package.json');

/** A browser to start: its file, and what its process needs in the environment. */
export interface Chromium {
  executablePath: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The browser of the tests: the one that PUPPETEER_EXECUTABLE_PATH names, else the Chromium inside @sparticuz/chromium, with
 * the shared libraries and SwiftShader that it brings along, so that a bare Linux image needs nothing else.
 */
export function findChromium(): Chromium {
  const named = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named) return { executablePath: named, env: process.env };
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(manifest)) {
    throw new Error('no browser for the tests: set PUPPETEER_EXECUTABLE_PATH to a Chromium or Chrome');
  }
  const folder = unpacked();
  const libraries = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { executablePath: join(folder, 'chromium'), env: { ...process.env, LD_LIBRARY_PATH: libraries } };
}

/** Unpacks once for each version of the package; whole or not at all, since test files of two checkouts may come at once. */
function unpacked(): string {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(root, 'node_modules/.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    unpackInto(draft);
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** The package unpacks into the temporary folder, and its shared libraries only where it believes itself on Amazon Linux. */
function unpackInto(folder: string): void {
  const script = `(await import('@sparticuz/chromium')).default.executablePath()`;
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  execFileSync(process.execPath, ['--input-type=module', '-e', `await ${script}`], { cwd: root, env });
}
