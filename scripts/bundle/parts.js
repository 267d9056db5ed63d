import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleError, take } from './files.js';
import { dawn, inlinedPackages, libraries, licencesOf, productionPackages } from './packages.js';
import { launcher, licenceTexts, needsOf, readme } from './texts.js';
import { vulkan } from './vulkan.js';

/**
 * Sees that this Node runs elsewhere: Linux, and no part of it in libraries of the system.
 *
 * @throws BundleError
 */
export function checkNode(platform = process.platform, variables = process.config.variables) {
  if (platform !== 'linux') {
    throw new BundleError(
      `this is ${platform}; the bundle is made of the Node and the Dawn of a Linux machine: run there`,
    );
  }
  const shared = Object.keys(variables).filter(
    (name) => /^node_shared/.test(name) && String(variables[name]) === 'true',
  );
  if (shared.length > 0) {
    const mend = 'bundle with a Node from nodejs.org, which is whole';
    throw new BundleError(
      `${process.execPath} takes parts from the system's libraries (${shared.join(', ')}); ${mend}`,
    );
  }
}

/**
 * Everything that goes into the archive, by part; names are relative to its folder.
 *
 * @param {string} root the checkout, built and with its packages installed
 * @param {{ version: string, software: boolean }} options
 * @returns {{ part: string, files: { name: string, data: Buffer, executable?: boolean }[] }[]}
 * @throws BundleError
 */
export function collect(root, { version, software }) {
  const packages = productionPackages(root);
  const node = { name: 'bin/node', data: readFileSync(process.execPath), executable: true };
  const engine = dawn(root);
  const drivers = vulkan(root, software);
  const needs = needsOf([node.data, engine.find(({ name }) => name.endsWith('.node')).data]);
  const words = { version, needs, software, loader: drivers.length > 0 };
  return [
    { part: 'Node', files: [node] },
    { part: 'Dawn', files: engine },
    { part: software ? 'Vulkan loader, software adapter' : 'Vulkan loader', files: drivers },
    { part: 'command', files: command(root, words) },
    { part: 'libraries', files: libraries(root, packages) },
    { part: 'examples', files: [...take(join(root, 'examples'), 'examples'), ...take(join(root, 'schema'), 'schema')] },
    { part: 'licences', files: licences(root, packages, drivers.length > 0) },
  ];
}

const isBuilt = (path) => path !== 'types/' && !path.endsWith('.map');

function command(root, words) {
  const text = (name, content) => ({ name, data: Buffer.from(content) });
  const manifest = { name: 'ergodic', version: words.version, license: 'MIT', type: 'module' };
  return [
    { ...text('ergodic', launcher(words.needs)), executable: true },
    text('README.txt', readme(words)),
    text('package.json', `${JSON.stringify(manifest, null, 2)}\n`),
    { name: 'bin/ergodic.js', data: readFileSync(join(root, 'bin/ergodic.js')) },
    ...take(join(root, 'dist'), 'dist', isBuilt),
  ];
}

function licences(root, packages, hasVulkan) {
  const all = [...packages, ...inlinedPackages(root)];
  return [...licenceTexts({ root, packages: all, vulkan: hasVulkan }), ...all.flatMap((one) => licencesOf(root, one))];
}
