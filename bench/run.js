// Runs one TypeScript script of this repository through vite, so that `?raw` shader imports work without a build:
//   node bench/run.js bench/observers.ts [arguments]
import { createServer } from 'vite';

const [script, ...rest] = process.argv.slice(2);
if (script === undefined) {
  console.error('bench/run.js: no script named. Usage: node bench/run.js bench/observers.ts [arguments]');
  process.exit(2);
}
process.argv = [process.argv[0], script, ...rest];
const server = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const module = await server.ssrLoadModule(`/${script}`);
  await module.main?.(rest);
} finally {
  await server.close();
}
