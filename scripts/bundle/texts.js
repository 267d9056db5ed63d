import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const platform = `${process.platform}-${process.arch}`;

/** glibc's name of the processor in the list of `ldconfig -p`. */
const machine = process.arch === 'arm64' ? 'AArch64' : 'x86-64';

/** The newest version of a library's symbols that a program asks for: names such as GLIBC_2.34 stand in it as text. */
function newestSymbol(program, prefix) {
  const found = program.toString('latin1').matchAll(new RegExp(`\\0${prefix}([0-9]+)(?:\\.[0-9]+)*(?=\\0)`, 'g'));
  return Math.max(...[...found].map((match) => Number(match[1])));
}

/** What Dawn and Node need of the machine, in words. */
export function needsOf(programs) {
  const newest = (prefix) => Math.max(...programs.map((program) => newestSymbol(program, prefix)));
  return `glibc 2.${newest('GLIBC_2\\.')} and a libstdc++ with GLIBCXX_3.4.${newest('GLIBCXX_3\\.4\\.')}`;
}

/** The launcher `ergodic`. */
export function launcher(needs) {
  const text = readFileSync(new URL('launcher.sh', import.meta.url), 'utf8');
  return text.replaceAll('@machine@', machine).replaceAll('@platform@', platform).replaceAll('@needs@', needs);
}

/** The page that greets who unpacks the archive. */
export function readme({ version, needs, software, loader }) {
  const adapter = software
    ? 'A graphics card with a Vulkan driver is used where there is one; else the software adapter that is included.'
    : 'A graphics card with a Vulkan driver is needed: this archive has no software adapter.';
  const brings = loader ? 'The Vulkan loader is included.' : "The system's Vulkan loader (libvulkan.so.1) is needed.";
  return `Ergodic ${version} for ${platform}: WebGPU compute engine for ensembles of stochastic particles.

Needs at least ${needs}; no network, no Node.
${adapter}
${brings}

  ./ergodic doctor                               adapters, and what is missing
  ./ergodic run examples/double-well.json        one million particles; results in runs/double-well
  ./ergodic --help                               all commands

The folder may be moved, may be read-only, and a symbolic link to ergodic may stand anywhere on PATH.
In a container on an NVIDIA host: NVIDIA_DRIVER_CAPABILITIES=all (apptainer: --nv).
examples/README.md has a line on every example, schema/ the form of the files, licences/ the licence of every part.
`;
}

const nodeLicencePaths = ['../LICENSE', '../share/doc/node/LICENSE', '../share/doc/nodejs/LICENSE'];

/** Node's licence, from where archives and packages put it; else where it is found. */
function nodeLicence() {
  const places = nodeLicencePaths.map((path) => join(dirname(process.execPath), path));
  const texts = places.filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8'));
  const address = `https://github.com/nodejs/node/blob/${process.version}/LICENSE`;
  return texts.find((text) => text.startsWith('Node.js is licensed')) ?? `Node.js is licensed as ${address} says.\n`;
}

const vulkanNotice = `libvulkan.so.1 is the Vulkan loader of the Khronos Group and LunarG: https://github.com/KhronosGroup/Vulkan-Loader
libvk_swiftshader.so is SwiftShader of the SwiftShader authors: https://github.com/google/swiftshader
Both are under the Apache License 2.0, whose text stands beside this file; they were taken unchanged from the npm package
@sparticuz/chromium. What SwiftShader includes of others (LLVM, SPIRV-Tools, marl) is listed in its repository.
`;

/** Licences of what is no npm package, and a page that lists all of them. */
export function licenceTexts({ root, packages, vulkan }) {
  const own = readFileSync(join(root, 'LICENSE'));
  const apache = readFileSync(new URL('apache-2.0.txt', import.meta.url));
  const files = [
    ['LICENSE', own],
    ['node/LICENSE', Buffer.from(nodeLicence())],
    ['README.md', Buffer.from(licencePage(packages))],
  ];
  if (vulkan) files.push(['vulkan/NOTICE', Buffer.from(vulkanNotice)], ['vulkan/LICENSE', apache]);
  return files.map(([name, data]) => ({ name: `licences/${name}`, data }));
}

function licencePage(packages) {
  const rows = packages.map(({ path, name, version, licence }) => {
    return `| ${name} ${version} | ${licence} | ${path.replace(/^node_modules\//, '')} |`;
  });
  const head = ['| part | licence | folder |', '|---|---|---|', '| Ergodic | MIT | LICENSE |'];
  const node = `| Node ${process.version} | MIT and those of its parts | node |`;
  return `${[...head, node, '| Vulkan loader, SwiftShader (where included) | Apache-2.0 | vulkan |', ...rows].join('\n')}
webgpu is Dawn: the file in its folder is Dawn's licence.
`;
}
