import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ErgodicError } from '../../src/errors';
import { readExperiment, resolveExperiment } from '../../src/experiment';
import { base } from './base';
import { data, diffusion, drift, readTable } from './bases';
import { malformed } from './malformed';

function refusal(text: string): ErgodicError {
  try {
    resolveExperiment(readExperiment(text, { file: 'bad.json' }), 'bad.json', readTable);
  } catch (error) {
    if (error instanceof ErgodicError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

describe('a file that is wrong in one place is refused, with the place and the remedy', () => {
  const requestAdapter = vi.fn();
  beforeEach(() => vi.stubGlobal('navigator', { gpu: { requestAdapter } }));
  afterEach(() => vi.unstubAllGlobals());

  it.each(malformed.map((m) => [m.what, m] as const))('%s', (_, { text, says }) => {
    const error = refusal(text);
    expect(error.failure).toBe('badInput');
    expect(error.exitStatus).toBe(2);
    expect(error.message).toMatch(/^bad\.json: /);
    expect(error.message.length).toBeLessThan(2000);
    // What follows from the one mistake alone is not told beside it.
    expect(error.message).not.toMatch(/undefined|is NaN|\[object/);
    for (const words of says) expect(error.message).toMatch(words instanceof RegExp ? words : literally(words));
    expect(requestAdapter).not.toHaveBeenCalled();
  });

  it('there are at least two hundred of them, and the files that they spoil are right', () => {
    expect(malformed.length).toBeGreaterThanOrEqual(200);
    for (const file of [base, data, drift, diffusion]) {
      expect(() => resolveExperiment(readExperiment(JSON.stringify(file)), 'good.json', readTable)).not.toThrow();
    }
  });
});

describe('several problems', () => {
  it('are told together, the first eight of them', () => {
    const broken = {
      ...base,
      temperature: -1,
      steps: 0,
      burnIn: 'x',
      method: { name: 'leimkuhler-matthews', step: -1 },
    };
    const { message } = refusal(JSON.stringify(broken));
    expect(message).toContain('4 problems');
    for (const path of ['temperature', 'steps', 'burnIn', 'method.step']) expect(message).toContain(`\n  ${path}: `);
    const many = { ...base, ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`extra${i}`, 0])) };
    expect(refusal(JSON.stringify(many)).message).toContain('and 4 more');
  });

  it('in formulas are told together, each with its caret', () => {
    const broken = {
      ...base,
      potential: 'x^2 + why',
      observe: { a: { kind: 'moments', of: ['zed'] }, b: { kind: 'nullSet', zero: ['x +'], radii: [0.1] } },
      expect: {},
    };
    const lines = refusal(JSON.stringify(broken)).message.split('\n');
    expect(lines[0]).toContain('3 problems');
    const caret = lines.findIndex((line) => line.trim() === '^');
    expect(lines[caret - 1][lines[caret].indexOf('^')]).toBe('w');
  });
});

it('a prototype is never reached', () => {
  refusal('{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
