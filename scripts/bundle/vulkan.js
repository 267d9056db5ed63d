import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { BundleError } from './files.js';
import { untar } from './tar.js';

const archive = 'node_modules/@sparticuz/chromium/bin/swiftshader.tar.br';
const leaveOut = 'npm run bundle -- --no-software';

/** The command looks for browsers below PLAYWRIGHT_BROWSERS_PATH as chromium*\/*\/libvk_swiftshader.so: the launcher sets it. */
const driver = 'lib/chromium-swiftshader/linux-x64';

/**
 * The Vulkan loader, for machines without one, and the software adapter, both from the browser among the packages (x64 only).
 *
 * @returns files of the archive; none where there is no such package and no software adapter is asked for
 * @throws BundleError where the software adapter is asked for and cannot be had
 */
export function vulkan(root, software) {
  const packed = join(root, archive);
  if (process.arch !== 'x64' || !existsSync(packed)) {
    if (!software) return [];
    const found = process.arch === 'x64' ? `${archive}: there is no such file` : `this is ${process.arch}`;
    const mend = 'expected x64 with the package @sparticuz/chromium (npm ci brings it)';
    throw new BundleError(`no software adapter to bundle: ${found}; ${mend}; leave it out by: ${leaveOut}`);
  }
  const files = untar(brotliDecompressSync(readFileSync(packed)));
  const loader = pick(files, 'libvulkan.so.1', 'lib/vulkan');
  if (!software) return [loader];
  return [loader, pick(files, 'libvk_swiftshader.so', driver), pick(files, 'vk_swiftshader_icd.json', driver)];
}

function pick(files, name, to) {
  const data = files.get(name);
  if (data === undefined) {
    const seen = [...files.keys()].join(', ');
    throw new BundleError(`${archive}: has no ${name} but ${seen}; take the version in package-lock.json: npm ci`);
  }
  return { name: `${to}/${name}`, data };
}
