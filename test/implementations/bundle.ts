import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

let bundled: Promise<string> | undefined;

/** agent.ts and all that it needs as the text of one module, for what reads no TypeScript and no `?raw`. */
export function agentBundle(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: 'test/implementations/agent.ts', formats: ['es'], fileName: 'agent' },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [chunk] = outputs;
  if (outputs.length !== 1 || chunk.type !== 'chunk') {
    throw new Error(`the bundle of the agent is ${outputs.map(({ fileName }) => fileName)}; expected one module`);
  }
  return chunk.code;
}
