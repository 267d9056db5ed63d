import { spawnSync } from 'node:child_process';
import { childContender } from '../child';
import { coordinatewise, identity, type Peer } from '../peer';
import { seed } from '../workload';
import script from './numpy.py?raw';

const askVersion = 'import sys, numpy; print(f"numpy {numpy.__version__}, Python {sys.version.split()[0]}")';

const python = () => spawnSync('python3', ['-c', askVersion], { encoding: 'utf8' });

/** Whole arrays, f32, with numpy's fastest generator, in blocks that stay in the cache. */
export const numpy: Peer = {
  name: 'numpy',
  title: 'numpy, f32, SFC64 and its ziggurat, arrays in the cache',
  computes: coordinatewise,
  work: { software: 2 ** 24, hardware: 2 ** 24 },
  async available() {
    const { status, error } = python();
    if (error) return 'numpy cannot be run: python3 is not here; install Python 3 and numpy';
    return status === 0 ? null : 'numpy is not installed: python3 -m pip install numpy';
  },
  version: async () => python().stdout.trim(),
  async contender(_, workload, size) {
    const coordinates = workload.dimension * size.particles;
    const args = ['-c', script, workload.name, coordinates, size.steps, seed].map(String);
    return childContender(identity('numpy', workload, size), 'python3', args);
  },
};
