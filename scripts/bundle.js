// Makes one archive that runs on a Linux machine without network or Node:
//   npm run bundle [-- --out FOLDER] [--no-software]
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkSize, pack, table } from './bundle/archive.js';
import { BundleError, checkBuild } from './bundle/files.js';
import { checkNode, collect } from './bundle/parts.js';

const usage = `npm run bundle [-- --out FOLDER] [--no-software]

Makes ergodic-VERSION-linux-ARCH.tar.gz: Node, Dawn, the built command, examples and licences in one folder, for Linux
machines without network or Node.

  --out FOLDER     where to write it (default: bundle)
  --no-software    without the software adapter: the machine must have a graphics card with a Vulkan driver
`;

/** Writes the archive whole or not at all. */
function write(out, name, archive) {
  const path = join(out, name);
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(`${path}.part`, archive);
    renameSync(`${path}.part`, path);
  } catch (error) {
    throw new BundleError(`--out ${out}: cannot be written (${error.code}); name a folder that can be written`);
  }
  return path;
}

async function bundle(root, { out, software }) {
  checkNode();
  checkBuild(root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = `ergodic-${version}-${process.platform}-${process.arch}`;
  const { rows, archive } = await pack(collect(root, { version, software }), folder);
  console.log(table(rows));
  checkSize(archive.length);
  console.log(write(out, `${folder}.tar.gz`, archive));
}

/** @throws BundleError */
function readOptions(args) {
  const options = {
    out: { type: 'string', default: 'bundle' },
    'no-software': { type: 'boolean' },
    help: { type: 'boolean' },
  };
  try {
    const { values } = parseArgs({ args, options });
    return { out: values.out, software: !values['no-software'], help: values.help };
  } catch (error) {
    throw new BundleError(`${error.message}\n${usage}`);
  }
}

try {
  const { help, ...options } = readOptions(process.argv.slice(2));
  if (help) process.stdout.write(usage);
  else await bundle(fileURLToPath(new URL('..', import.meta.url)), options);
} catch (error) {
  if (!(error instanceof BundleError)) throw error;
  process.stderr.write(`bundle: ${error.message}\n`);
  process.exitCode = 2;
}
