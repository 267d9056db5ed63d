import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { experimentJsonSchema } from '../../src/experiment';
import { methods } from '../../src/methods';
import { observables } from '../../src/observables';

const text = `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`;

describe('the JSON Schema of the experiment file', () => {
  it('names every method and observable of the indexes', () => {
    for (const { name } of methods) expect(text).toContain(`"const": "${name}"`);
    for (const { kind } of observables) expect(text).toContain(`"const": "${kind}"`);
  });

  it('asks only for what has no default', () => {
    expect(experimentJsonSchema().required).toEqual(['method', 'ensemble', 'steps', 'observe']);
    const forms = [['potential'], ['loss', 'data'], ['drift', 'noise']];
    expect(experimentJsonSchema().oneOf).toEqual(forms.map((required) => ({ required })));
  });

  it('is the committed file; to renew it: node bin/ergodic.js schema > schema/experiment.json', () => {
    expect(readFileSync(new URL('../../schema/experiment.json', import.meta.url), 'utf8')).toBe(text);
  });
});
