import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What stops the bundle for a reason that a person can mend; its message says how. */
export class BundleError extends Error {}

/** Paths of all files below `folder`, relative to it, in the order of their names; `keep` sees folders (with `/`) and files. */
export function filesBelow(folder, keep = () => true, below = '') {
  const entries = readdirSync(join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) return keep(`${path}/`) ? filesBelow(folder, keep, `${path}/`) : [];
    return entry.isFile() && keep(path) ? [path] : [];
  });
}

/** The files below `from` (a folder) as files of the archive below `to`. */
export function take(from, to, keep) {
  return filesBelow(from, keep).map((path) => ({ name: `${to}/${path}`, data: readFileSync(join(from, path)) }));
}

const built = ['dist/cli.js', 'dist/index.js', 'dist/demo/index.html'];
const sources = ['src', 'shaders', 'index.html', 'vite.config.ts', 'package.json'];

function newest(root, path) {
  const full = join(root, path);
  if (!statSync(full).isDirectory()) return [{ path, time: statSync(full).mtimeMs }];
  return filesBelow(full).map((name) => ({ path: `${path}/${name}`, time: statSync(join(full, name)).mtimeMs }));
}

/**
 * Sees that the build is there and younger than everything it is made of.
 *
 * @throws BundleError
 */
export function checkBuild(root) {
  const missing = built.find((path) => !existsSync(join(root, path)));
  if (missing)
    throw new BundleError(`${missing}: there is no such file; expected the build; make it by: npm run build`);
  const age = Math.min(...built.map((path) => statSync(join(root, path)).mtimeMs));
  const present = sources.filter((path) => existsSync(join(root, path)));
  const later = present.flatMap((path) => newest(root, path)).find(({ time }) => time > age);
  if (later) {
    throw new BundleError(`${later.path} is newer than the build in dist; build again before bundling: npm run build`);
  }
}
