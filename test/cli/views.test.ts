import { describe, expect, it, vi } from 'vitest';
import { progressView } from '../../src/cli/progress';
import { renderResult } from '../../src/cli/table';
import type { PointResult, Result } from '../../src/model/result';

function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { isTTY, columns: 100, write, on() {}, written, cursorTo: write, moveCursor: write, clearLine: write };
}

const asStream = (s: ReturnType<typeof stream>) => s as unknown as NodeJS.WriteStream;

describe('progress', () => {
  it('is a plain line now and then where standard error is no terminal', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const out = stream(false);
    const view = progressView({}, asStream(out));
    view.start({ adapter: 'SwiftShader', software: true });
    for (let second = 1; second <= 60; second++) {
      vi.advanceTimersByTime(1000);
      view.update(second * 1e6, 100e6);
    }
    view.stop();
    vi.useRealTimers();
    expect(out.written[0]).toContain('SwiftShader (software');
    expect(out.written.length).toBeGreaterThan(3);
    expect(out.written.length).toBeLessThan(8);
    expect(out.written[1]).toMatch(/^5 % {2}1 M particle-steps\/s {2}.* left\n$/);
    expect(out.written.join('')).not.toContain('\u001b');
  });

  it('is nothing with --quiet', () => {
    const out = stream(true);
    const view = progressView({ quiet: true }, asStream(out));
    view.start({ adapter: 'any', software: false });
    view.update(1, 2);
    view.stop();
    expect(out.written).toEqual([]);
  });
});

const estimate = { value: 0.9177, standardError: 0.0012, reference: 0.9176708607 };
const variance = { value: 0.137, standardError: 0.001 };
const point: PointResult = {
  parameters: { tilt: 0.2 },
  temperature: 0.5,
  method: { name: 'leimkuhler-matthews', step: 0.02 },
  nonFinite: 0,
  observables: {
    moments: { kind: 'moments', mean: [estimate], covariance: [[variance]], variance: [variance] },
    density: {
      kind: 'histogram',
      totalVariation: { value: 0.004, standardError: 0.0005, floor: 0.001 },
      counts: [1, 2],
    },
  },
};

function resultOf(points: PointResult[], holds = true): Result {
  return {
    schema: 'ergodic-result/1',
    experiment: {},
    hash: '',
    machine: { adapter: 'a', software: false, version: '0' },
    timing: { wall: 1, particleSteps: 1, rate: 1 },
    points,
    expectations: [{ path: 'moments.mean.0', limit: { near: 1, within: 0.1 }, value: 0.9177, holds }],
  };
}

describe('the table of a result', () => {
  it('has a row per estimate with its error, exact value, floor and deviation', () => {
    const lines = renderResult(resultOf([point]), { isTTY: false }).split('\n');
    const row = (name: string) => lines.find((line) => line.includes(name))!;
    expect(row('moments.mean.0').replace(/[│\s]+/g, ' ')).toContain('0.9177 ± 0.0012 0.91767 — 0.0');
    expect(row('density.totalVariation').replace(/[│\s]+/g, ' ')).toContain('0.00400 ± 0.00050 — 0.001 +6.0');
    expect(lines.filter((line) => line.includes('0.1370 ± 0.0010'))).toHaveLength(1);
    expect(lines.at(-1)).toBe('moments.mean.0 near 1, within 0.1: holds (0.9177)');
    expect(lines.join()).not.toContain('\u001b');
  });

  it('names particles that left the finite numbers, and expectations that do not hold', () => {
    const text = renderResult(resultOf([{ ...point, nonFinite: 1234 }], false), { isTTY: false });
    expect(text).toContain('1,234 particles left the finite numbers; try a smaller step');
    expect(text).toContain('does not hold');
  });

  it('heads the points of a sweep with their settings and stops after a screenful', () => {
    const points = Array.from({ length: 40 }, (_, i) => ({ ...point, temperature: i }));
    const text = renderResult(resultOf(points), { isTTY: false });
    expect(text).toContain('tilt = 0.2, temperature = 3, step = 0.02');
    expect(text).toContain('and 24 more points');
  });

  it('is coloured in a terminal, but not where NO_COLOR is set', () => {
    vi.stubEnv('TERM', 'xterm');
    vi.stubEnv('NO_COLOR', '');
    expect(renderResult(resultOf([point]), { isTTY: true })).toContain('\u001b[');
    vi.stubEnv('NO_COLOR', '1');
    expect(renderResult(resultOf([point]), { isTTY: true })).not.toContain('\u001b');
    vi.unstubAllEnvs();
  });
});
