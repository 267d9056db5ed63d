import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Helpers of a room that are not entries of its index. */
const helpers: Record<string, string[]> = {
  methods: ['batches', 'context', 'twin', 'underdamped'],
  observables: [
    'criticalSet',
    'extremeEigenvalues',
    'arrivals',
    'binning',
    'bridge',
    'fixedPoint',
    'hits',
    'tube',
    'fields',
  ],
  landscapes: ['exactly'],
};

test.each(Object.keys(helpers))('every file of src/%s is in its index', (room) => {
  const files = readdirSync(`src/${room}`).map((file) => file.replace('.ts', ''));
  const index = readFileSync(`src/${room}/index.ts`, 'utf8');
  const missing = files.filter((file) => file !== 'index' && !helpers[room].includes(file));
  expect(missing.filter((file) => !index.includes(`'./${file}'`))).toEqual([]);
  expect(missing.length).toBeGreaterThan(1);
});
