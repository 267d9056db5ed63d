import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleError, take } from './files.js';

/** Packages of development whose code the build takes into dist. */
const inlined = ['wgsl-preprocessor'];

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * The packages that the built command may import at run time, with those that they import: what `npm ci --omit=dev` installs.
 *
 * @returns {{ path: string, name: string, version: string, licence: string }[]} paths relative to `root`
 * @throws BundleError where one is not installed
 */
export function productionPackages(root) {
  const locked = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  const paths = locked.filter(([path, { dev }]) => path !== '' && !dev).map(([path]) => path);
  return paths.map((path) => describe(root, path));
}

/** Packages of development with code in dist. */
export const inlinedPackages = (root) => inlined.map((name) => describe(root, `node_modules/${name}`));

function describe(root, path) {
  const manifest = join(root, path, 'package.json');
  if (!existsSync(manifest)) {
    throw new BundleError(`${path}: is not installed, package-lock.json has it; install it by: npm ci`);
  }
  const { name, version, license } = readJson(manifest);
  return { path, name, version, licence: license ?? 'see its licence file' };
}

const isCode = (path) => /\.(js|mjs|cjs|json)$/.test(path);
const isForDevelopers = /^(\.|(test|tests|example|examples|docs|node_modules)\/$)|\/\./;

/** Code of a package without types, maps, documents, tests and the packages in it; nothing where it is types alone. */
function codeOf(root, { path }) {
  const keep = (name) => !isForDevelopers.test(name) && (name.endsWith('/') || isCode(name));
  const files = take(join(root, path), path, keep);
  return files.some(({ name }) => !name.endsWith('.json')) ? files : [];
}

/** All packages but Dawn as files of the archive. */
export function libraries(root, packages) {
  return packages.filter(({ name }) => name !== 'webgpu').flatMap((one) => codeOf(root, one));
}

/**
 * Dawn: the package `webgpu` with the binary of this platform alone.
 *
 * @throws BundleError where it has none
 */
export function dawn(root) {
  const folder = join(root, 'node_modules/webgpu');
  const platform = `${process.platform}-${process.arch}`;
  const binary = `dist/${platform}/dawn.node`;
  if (!existsSync(join(folder, binary))) {
    throw new BundleError(`node_modules/webgpu/${binary}: there is no such file; install Dawn by: npm install webgpu`);
  }
  const wanted = ['package.json', 'index.js', binary];
  const keep = (path) => wanted.some((one) => one === path || (path.endsWith('/') && one.startsWith(path)));
  return take(folder, 'node_modules/webgpu', keep);
}

const isLicence = (name) => /^(licen[cs]e|copying|notice|copyright)/i.test(name);

/** Licence files of a package, below `licences`; a line in their place where it has none. */
export function licencesOf(root, { path, name, licence }) {
  const folder = join(root, path);
  const to = `licences/${path.replace(/^node_modules\//, '')}`;
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && isLicence(entry.name));
  if (files.length === 0) return [{ name: `${to}/LICENSE`, data: Buffer.from(`${name}: ${licence}\n`) }];
  return files.map((entry) => ({ name: `${to}/${entry.name}`, data: readFileSync(join(folder, entry.name)) }));
}
