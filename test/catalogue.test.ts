import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// What entries share lies in the room's folder `parts`.
test.each(['landscapes', 'methods', 'observables', 'claims'])('every file of src/%s is in its index', (room) => {
  const files = readdirSync(`src/${room}`, { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name.replace('.ts', '')).filter((name) => name !== 'index');
  const index = readFileSync(`src/${room}/index.ts`, 'utf8');
  expect(names.filter((name) => !index.includes(`'./${name}'`))).toEqual([]);
  expect(names.length).toBeGreaterThan(5);
});
