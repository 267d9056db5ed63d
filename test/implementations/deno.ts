import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from './agent';
import { agentBundle } from './bundle';
import type { Driver } from './drivers';
import { type Candidate, findProgram } from './implementation';

const findDeno = () => findProgram('DENO_EXECUTABLE_PATH', ['deno']);

const main = `import { answer } from './agent.js';
const request = await new Response(Deno.stdin.readable).json();
console.log(JSON.stringify(await answer(navigator.gpu, request)));
`;

function runDeno(folder: string, driver: Driver, input: string): Promise<string> {
  const args = ['run', '--quiet', '--no-config', '--no-lock', '--cached-only', '--unstable-webgpu', 'main.js'];
  // Nothing of the user's is read or written, and nothing is fetched.
  const env = { ...driver.environment(), DENO_DIR: folder, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
  const options = { cwd: folder, env, maxBuffer: 2 ** 28, timeout: 120_000 };
  return new Promise((resolve, reject) => {
    const child = execFile(findDeno()!, args, options, (error, out, complaint) => {
      if (error) reject(new Error(`deno: ${complaint || error.message}`));
      else resolve(out);
    });
    child.stdin!.end(input);
  });
}

/** Deno on one driver. */
export function denoOn(driver: Driver): Candidate {
  return {
    name: `Deno on ${driver.name}`,
    missing() {
      if (findDeno() === undefined) return 'no deno here; npm install --global deno, or set DENO_EXECUTABLE_PATH';
      return driver.missing();
    },
    async start() {
      const folder = mkdtempSync(join(tmpdir(), 'ergodic-deno-'));
      writeFileSync(join(folder, 'agent.js'), await agentBundle());
      writeFileSync(join(folder, 'main.js'), main);
      const [version] = execFileSync(findDeno()!, ['--version'], { encoding: 'utf8' }).split(' (');
      return {
        program: version.replace('deno', 'Deno'),
        compiler: 'naga',
        answer: async (request) => JSON.parse(await runDeno(folder, driver, JSON.stringify(request))) as Answer,
        close: async () => rmSync(folder, { recursive: true }),
      };
    },
  };
}
