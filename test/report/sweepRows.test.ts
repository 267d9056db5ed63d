import { describe, expect, it } from 'vitest';
import { sweepTable, sweepWarnings } from '../../src/report/sweepRows';
import { gridResult, ladder } from './grids';

const titles = (head: readonly string[][]) => head.map((lines) => lines.join('.'));
const three = () => gridResult({ temperature: [0.1, 0.2], tilt: [0, 0.1, 0.2], step: [0.01, 0.05] }).points;

/** Characters across a table drawn with a line between columns and a space on each side of a text. */
const widthOf = ({ head, rows }: ReturnType<typeof sweepTable>): number =>
  head.reduce((sum, title, i) => {
    const texts = [...title, ...rows.map((row) => row[i].text)];
    return sum + 3 + Math.max(...texts.map((text) => [...text].length));
  }, 1);

describe('the table of a sweep', () => {
  it('has a row per point: its place, the slowest axis first, then estimates', () => {
    const { head, places, rows, fixed } = sweepTable(three(), 200);
    expect(titles(head)).toEqual([
      'temperature',
      'tilt',
      'step',
      'density.totalVariation',
      'density.wasserstein',
      'moments.mean.0',
      'moments.variance.0',
      'barrier.exponent',
      'barrier.crossings',
    ]);
    expect([places, rows.length, fixed]).toEqual([3, 12, []]);
    expect(rows[3].slice(0, 3).map(({ text }) => text)).toEqual(['0.1', '0.1', '0.05']);
  });

  it('says what does not vary once, and names nested settings with dots', () => {
    const { head, fixed } = sweepTable(gridResult({ 'decay.a': [0.1, 0.2] }).points, 100);
    expect(head[0]).toEqual(['decay.a']);
    expect(fixed).toEqual(['temperature = 0.25', 'batch = 8', 'decay.b = 10', 'decay.gamma = 0.55']);
  });

  it('leaves out a temperature that is null', () => {
    const points = three().map((point) => ({ ...point, temperature: null }));
    expect(titles(sweepTable(points, 200).head)).not.toContain('temperature');
    expect(sweepTable(points, 200).fixed.join()).not.toContain('temperature');
  });

  it.each([60, 80, 100, 140])('fits %d characters, and names the headlines without room', (width) => {
    const table = sweepTable(three(), width);
    expect(widthOf(table)).toBeLessThanOrEqual(width);
    const all = titles(sweepTable(three(), 500).head);
    expect([...titles(table.head), ...table.unshown].sort()).toEqual([...all].sort());
    expect(table.unshown.length).toBeGreaterThan(0);
  });

  it('chooses one headline of each observable before a second, and keeps one however narrow', () => {
    expect(titles(sweepTable(three(), 100).head).slice(3)).toEqual([
      'density.totalVariation',
      'moments.mean.0',
      'barrier.exponent',
    ]);
    expect(titles(sweepTable(three(), 10).head).slice(3)).toEqual(['density.totalVariation']);
  });

  it('counts the other estimates, those that are null aside', () => {
    const points = three().map((point) => ({
      ...point,
      observables: { it: { kind: 'nullSet', exponent: e, other: e, unknown: { value: null, standardError: null } } },
    }));
    expect(sweepTable(points, 100).others).toBe(1);
  });

  const e = { value: 1, standardError: 0.1 };

  it('stars what is far, and keeps digits below digits', () => {
    const rows = sweepTable(three(), 200).rows;
    const means = rows.map((row) => row[5]);
    // The bias is 2 h²: 0.2 standard errors at h = 0.01, 5 at h = 0.05, and the noise is below 1.
    expect(means.map(({ far }) => far)).toEqual(three().map(({ method }) => method.step === 0.05));
    expect(means.every(({ text, far }) => text.endsWith(far ? '*' : ' '))).toBe(true);
    expect(rows.every((row) => !/[* ]$/.test(row[6].text))).toBe(true);
  });

  it('stops after 200 rows and counts the rest', () => {
    const { rows, left } = sweepTable(gridResult({ tilt: ladder(230, 0.01) }).points, 100);
    expect([rows.length, left]).toEqual([200, 30]);
  });

  it('numbers points that nothing sets apart', () => {
    const [point] = three();
    const { head, rows } = sweepTable([point, point], 100);
    expect([head[0], rows.map((row) => row[0].text)]).toEqual([['point'], ['1', '2']]);
  });

  it('has a column for the acceptance', () => {
    const points = three().map((point) => ({ ...point, acceptance: { value: 0.912, standardError: 0.001 } }));
    const { head, rows } = sweepTable(points, 200);
    expect([head.at(-1), rows[0].at(-1)!.text]).toEqual([['acceptance'], '0.9120 ± 0.0010']);
  });
});

it('names the point of each warning', () => {
  const points = three();
  points[4] = { ...points[4], nonFinite: 1234, observables: { it: { kind: 'moments', saturated: 7 } } };
  expect(sweepWarnings(points)).toEqual([
    "temperature 0.1, tilt 0.2, step 0.01: 1,234 particles left the finite numbers; try a smaller step; 7 records of 'it' were too large for its sums, left out",
  ]);
});
