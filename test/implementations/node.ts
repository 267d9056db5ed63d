import manifest from 'webgpu/package.json' with { type: 'json' };
import { openNodeGpu } from '../../src/cli/adapters';
import { answer } from './agent';
import type { Candidate } from './implementation';

/** Dawn in this process, on the adapter that the tests use. */
export const node: Candidate = {
  name: 'Node',
  missing: () => null,
  async start() {
    const opened = await openNodeGpu('auto');
    return {
      program: `Node ${process.versions.node}, Dawn of webgpu ${manifest.version}`,
      compiler: 'tint',
      answer: (request) => answer(opened.gpu, request),
      close: () => opened.close(),
    };
  },
};
