import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** Folder of an installed package, looked for as Node does, without loading it. */
function folderOf(name: string): string | undefined {
  const folders = require.resolve.paths(name) ?? [];
  return folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'package.json')));
}

/** Null, or the sentence that says which packages are missing and the command that installs them. */
export async function installed(title: string, names: readonly string[]): Promise<string | null> {
  const missing = names.filter((name) => folderOf(name) === undefined);
  if (missing.length === 0) return null;
  return `${title} is not installed: npm install --no-save ${missing.join(' ')}`;
}

/** Loads an installed package. A bundler does not see it: peers are never part of the build. */
export const load = <T>(name: string): Promise<T> => import(/* @vite-ignore */ name);

/** Version of an installed package. */
export function versionOf(name: string): string {
  const folder = folderOf(name);
  if (folder === undefined) return 'not installed';
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** Gives `work` a global `navigator` with this GPU: where libraries for browsers look for one. */
export async function withNavigator<T>(gpu: GPU, work: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const value = { gpu, userAgent: 'Node.js', hardwareConcurrency: 2 };
  Object.defineProperty(globalThis, 'navigator', { value, configurable: true });
  try {
    return await work();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete (globalThis as { navigator?: unknown }).navigator;
  }
}
