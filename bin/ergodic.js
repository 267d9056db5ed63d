#!/usr/bin/env node
// A plain file in front of the build: a shebang inside the bundle would be a syntax error after bundling.
import { existsSync } from 'node:fs';

const build = new URL('../dist/cli.js', import.meta.url);
if (existsSync(build)) {
  const { main } = await import(build.href);
  await main(process.argv.slice(2));
} else {
  process.stderr.write('ergodic: the build is missing; make it by: npm run build\n');
  process.exitCode = 1;
}
