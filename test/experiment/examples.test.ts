import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExperiment, resolveExperiment } from '../../src/experiment';

const folder = new URL('../../examples/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('the examples', () => {
  it.each(files)('%s resolves and expects something', (file) => {
    const read = (path: string) => readFileSync(new URL(path, folder), 'utf8');
    const plan = resolveExperiment(readExperiment(read(file), { file }), file, read);
    expect(plan.title).not.toBe('');
    expect(plan.expectations.length).toBeGreaterThan(0);
  });
});
