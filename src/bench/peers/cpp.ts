import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ErgodicError } from '../../errors';
import { childContender, temporaryFolder } from '../child';
import { type Coordinatewise, coordinatewise, identity, type Peer, type Size } from '../peer';
import type { Workload } from '../workload';
import source from './euler.cpp?raw';

const flags = ['-std=c++17', '-O3', '-march=native', '-ffast-math', '-pthread'];

const problems: Record<Coordinatewise, string> = {
  'double-well': 'DoubleWell',
  'geometric-brownian-motion': 'Growth',
  gaussian: 'Gaussian',
};

/** The compiler that is there: its command, and how it calls itself. */
function compiler(): { command: string; version: string } | undefined {
  for (const command of ['c++', 'g++', 'clang++']) {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { command, version: stdout.split('\n')[0] };
  }
  return undefined;
}

/** Compiles into a temporary folder, which goes when the contender is closed. */
async function contender(name: string, lanes: number, workload: Workload, size: Size) {
  const folder = temporaryFolder();
  const [file, program] = ['euler.cpp', 'euler'].map((leaf) => join(folder.path, leaf));
  writeFileSync(file, source);
  const problem = problems[workload.name as Coordinatewise];
  const args = [...flags, `-DPROBLEM=${problem}`, `-DLANES=${lanes}`, file, '-o', program];
  const { status, stderr } = spawnSync(compiler()!.command, args, { encoding: 'utf8' });
  if (status !== 0) {
    folder.remove();
    throw new ErgodicError('internal', `the C++ peer does not compile: ${stderr}`);
  }
  const counts = [size.particles, size.steps].map(String);
  return childContender(identity(name, workload, size), program, counts, folder.remove);
}

const peer = (name: string, title: string, lanes: number): Peer => ({
  name,
  title,
  computes: coordinatewise,
  work: { software: 2 ** 25, hardware: 2 ** 25 },
  available: async () =>
    compiler() === undefined ? 'no C++ compiler is here: install g++ (Debian: sudo apt-get install g++)' : null,
  version: async () => compiler()!.version,
  contender: (_, workload, size) => contender(name, lanes, workload, size),
});

export const cpp = peer('c++', 'C++ on two threads, a plain loop, -O3 -march=native -ffast-math', 1);
export const cppLanes = peer('c++-lanes', 'the same with 16 pairs side by side for vector units', 16);
