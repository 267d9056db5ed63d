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

  const sweep = (n: number) => Array.from({ length: n }, (_, i) => ({ ...point, temperature: (i + 1) / 100 }));
  const linesOf = (points: PointResult[], stream: { isTTY?: boolean; columns?: number } = { isTTY: false }) =>
    renderResult({ ...resultOf(points), expectations: [] }, stream).split('\n');
  const isRow = (line: string) => /^│ +\d[\d.]* /.test(line);

  it('has one row a point of a sweep, under one head', () => {
    const lines = linesOf(sweep(40));
    expect(lines[0]).toBe('40 points at tilt = 0.2, step = 0.02');
    expect(lines.filter(isRow)).toHaveLength(40);
    expect(lines.filter((line) => line.includes('temperature'))).toHaveLength(1);
    expect(lines.filter(isRow)[2].replace(/[│\s]+/g, ' ')).toBe(
      ' 0.03 0.9177 ± 0.0012 0.1370 ± 0.0010 0.00400 ± 0.00050* ',
    );
    expect(lines).toContain('* beyond 4 standard errors of the exact value, or else of the floor');
  });

  it('stops a sweep after 200 rows', () => {
    const lines = linesOf(sweep(230));
    expect(lines.filter(isRow)).toHaveLength(200);
    expect(lines).toContain('… and 30 more points in result.json');
  });

  it('fits the terminal, 100 characters where there is none, and names what it leaves out', () => {
    const mean = Array.from({ length: 9 }, () => estimate);
    const points = sweep(3).map((at) => ({
      ...at,
      observables: { ...at.observables, many: { kind: 'moments', mean } },
    }));
    for (const [stream, width] of [
      [{ isTTY: false, columns: 300 }, 100],
      [{ isTTY: true, columns: 72 }, 72],
      [{ isTTY: true }, 100],
    ] as const) {
      vi.stubEnv('NO_COLOR', '1');
      const lines = linesOf(points, stream);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      const columns = lines.find((line) => line.includes('temperature'))!.split('│').length - 3;
      const [, names, rest] = lines.join('\n').match(/^more in result.json: (.*) and (\d+) more estimates a point$/m)!;
      // Three moments, one of a histogram and nine means.
      expect(columns + names.split(', ').length + Number(rest)).toBe(13);
    }
    vi.unstubAllEnvs();
  });

  it('names the points of a sweep that lost particles, a few of them', () => {
    const lines = linesOf(sweep(12).map((at, i) => ({ ...at, nonFinite: i < 2 ? 0 : 5 })));
    const warnings = lines.filter((line) => line.startsWith('!'));
    expect(warnings).toHaveLength(9);
    expect(warnings[0]).toBe('! temperature 0.03: 5 particles left the finite numbers; try a smaller step');
    expect(warnings[8]).toBe('! … and the like at 2 more points; see result.json');
  });

  it('says of an expectation on a sweep in one line where it does not hold', () => {
    const result = resultOf(sweep(6));
    const judge = (fails: number[]) => ({
      ...result,
      expectations: result.points.map((_, i) => ({
        path: 'moments.mean.0',
        limit: { below: 1 },
        value: i,
        holds: !fails.includes(i),
        point: i,
      })),
    });
    const last = (fails: number[]) => renderResult(judge(fails), { isTTY: false }).split('\n').at(-1);
    expect(last([])).toBe('moments.mean.0 below 1: holds at all 6 points');
    expect(last([1, 4])).toBe(
      'moments.mean.0 below 1: does not hold at 2 of 6 points (temperature 0.02: 1; temperature 0.05: 4)',
    );
    expect(last([0, 1, 2, 3])).toContain('temperature 0.03: 2; …)');
  });

  it('has a row for the acceptance of a single point', () => {
    const lines = linesOf([{ ...point, acceptance: { value: 0.912, standardError: 0.001 } }]);
    expect(lines.filter((line) => /^│ acceptance .*0\.9120 ± 0\.0010/.test(line))).toHaveLength(1);
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
