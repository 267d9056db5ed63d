import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result';
import { renderReport } from '../../src/report';
import { isGeometric, isWide } from '../../src/report/scales';
import { type Axes, gridResult, ladder } from './grids';

const steps = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06];
const three: Axes = { temperature: [0.1, 0.2, 0.4], tilt: ladder(6, 0.1), step: steps };
const plane: Axes = { tilt: ladder(10, 0.1), step: ladder(12, 0.01) };
const headlineCount = 6;

const open = (result: Result): Document =>
  (parseHTML(renderReport(result)) as unknown as { document: Document }).document;
const labels = (document: Document) =>
  [...document.querySelectorAll('svg[role=img]')].map((svg) => svg.getAttribute('aria-label')!);

describe('the page of a sweep', () => {
  it('draws each headline along one axis', () => {
    const drawn = labels(open(gridResult({ step: steps }))).filter((label) => label.endsWith('against step'));
    expect(drawn).toHaveLength(headlineCount);
    expect(drawn).toContain('moments.mean.0 against step');
  });

  it('draws a series for each value of a second axis, along the one with more values', () => {
    const document = open(gridResult({ step: steps, tilt: [0, 0.1] }));
    expect(labels(document)).toContain('moments.mean.0 against step');
    const keys = [...document.querySelectorAll('.key.series')].map((key) => key.textContent);
    expect(keys).toEqual(['tilt\u00a00', 'tilt\u00a00.1']);
  });

  it('facets three axes by the one with fewest values', () => {
    const document = open(gridResult(three));
    const drawn = labels(document).filter((label) => label.startsWith('moments.mean.0 against step at '));
    expect(drawn.map((label) => label.split(' at ')[1])).toEqual(
      ['0.1', '0.2', '0.4'].map((T) => `temperature\u00a0${T}`),
    );
    expect(document.querySelectorAll('.key.series')).toHaveLength(6);
  });

  it('puts the facets of a quantity on one scale', () => {
    const result = gridResult(three);
    result.points.forEach((point, i) => {
      point.observables.moments.mean = [{ value: i, standardError: 0.1 }];
    });
    const document = open(result);
    const ticks = [...document.querySelectorAll('svg[aria-label^="moments.mean.0 against"]')].map(
      (svg) => svg.querySelector('[aria-label="y-axis tick label"]')!.textContent,
    );
    expect(ticks).toHaveLength(3);
    expect(new Set(ticks).size).toBe(1);
  });

  it('shows 108 points without a figure for each, in little space and time', () => {
    const result = gridResult(three);
    const start = process.cpuUsage();
    const page = renderReport(result);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(3);
    expect(page.length).toBeLessThan(2_000_000);
    const document = open(result);
    expect(document.querySelectorAll('svg')).toHaveLength(3 * headlineCount);
    expect(document.querySelectorAll('details.point table')).toHaveLength(108);
    expect(document.querySelectorAll('details.point tr .far').length).toBeGreaterThan(0);
  });

  it('keeps the drawings of each point up to 16 points', () => {
    expect(open(gridResult({ tilt: ladder(16, 0.1) })).querySelectorAll('#point-16 svg').length).toBeGreaterThan(0);
    expect(open(gridResult({ tilt: ladder(17, 0.1) })).querySelectorAll('#point-17 svg')).toHaveLength(0);
  });

  it('links every point to its section where it has one', () => {
    const links = open(gridResult({ tilt: ladder(400, 0.01) })).querySelectorAll('td a, th a');
    expect(links.length).toBeGreaterThan(100);
    expect(links.length).toBeLessThan(400);
    const document = open(gridResult(three));
    const targets = [...document.querySelectorAll('td a, th a')].map((link) => link.getAttribute('href')!.slice(1));
    expect(targets).toHaveLength(108);
    expect(targets.every((id) => document.getElementById(id) !== null)).toBe(true);
  });

  it('names facets without room and keeps the ends', () => {
    const document = open(gridResult({ temperature: ladder(9, 0.1), tilt: ladder(12, 0.1), step: ladder(10, 0.01) }));
    const titles = [...document.querySelectorAll('.panel-title')].map((title) => title.textContent);
    expect(new Set(titles).size).toBe(6);
    expect(titles[0]).toBe('temperature\u00a00.1');
    expect(titles[5]).toBe('temperature\u00a00.9');
    expect(document.body.textContent).toContain('3 more values of temperature are in the table');
  });

  it('tells in one row that an expectation fails at some of the points', () => {
    const result = gridResult({ step: steps, tilt: [0, 1] });
    const found = result.points.map((_, point) => ({ value: point, holds: point !== 3, point }));
    result.expectations = found.map((one) => ({ path: 'moments.mean.0', limit: { below: 1 }, ...one }));
    const document = open(result);
    const rows = [...document.querySelectorAll('tbody tr')].filter((row) => row.textContent!.includes('below 1'));
    expect(rows).toHaveLength(1);
    expect(rows[0].textContent).toContain('fails at 1 of 12 points3 at step\u00a00.02, tilt\u00a01');
    expect(document.querySelector('.overall')!.textContent).toBe('0 of 1 expectation holds');
  });
});

describe('the maps of a sweep', () => {
  const maps = (result: Result) => [...open(result).querySelectorAll('svg[aria-label*=" over step and tilt"]')].length;
  const meanMap = (result: Result) => open(result).querySelector('svg[aria-label^="moments.mean.0 over"]')!;
  const bytesOf = (svg: Element) =>
    Buffer.from(svg.querySelector('image')!.getAttribute('href')!.split(',')[1], 'base64');

  it('take over where series cannot be told apart', () => {
    expect(maps(gridResult({ tilt: ladder(8, 0.1), step: ladder(10, 0.01) }))).toBe(0);
    expect(maps(gridResult(plane))).toBe(headlineCount);
  });

  it('have a cell per point, named under the pointer, with a dot where it is far', () => {
    const result = gridResult(plane);
    const svg = meanMap(result);
    const bytes = bytesOf(svg);
    expect([bytes.readInt32LE(18), bytes.readInt32LE(22)]).toEqual([12, 10]);
    expect(svg.querySelectorAll('rect title')).toHaveLength(120);
    expect(svg.querySelector('rect title')!.textContent).toContain('step\u00a00.01, tilt\u00a00.1: −0.');
    // The bias 2 h² exceeds 5 standard errors of 0.001 from h = 0.05 on, 3.2 at h = 0.04; the noise is below 1.
    expect(svg.querySelectorAll('circle').length).toBeGreaterThanOrEqual(10 * 8);
    expect(svg.querySelectorAll('circle').length).toBeLessThanOrEqual(10 * 9);
  });

  it('place each point by its values: the least and the largest are where they belong', () => {
    const result = gridResult(plane);
    result.points.forEach((point, i) => {
      point.observables = { only: { kind: 'novel', q: { value: i, standardError: 0.1 } } };
    });
    const svg = open(result).querySelector('svg[aria-label^="only.q over"]')!;
    const bytes = bytesOf(svg);
    const row = (y: number) => [...bytes.subarray(bytes.readUInt32LE(10) + 12 * y).subarray(0, 12)];
    expect(row(0)[0]).toBe(0);
    expect(row(9)[11]).toBe(255);
    expect(row(0)[11]).toBeLessThan(row(1)[0]);
  });

  it('leave cells blank of which nothing is known', () => {
    const result = gridResult(plane);
    result.points[7].observables = {};
    const blanks = meanMap(result).querySelectorAll('[fill="var(--paper)"] rect');
    expect(blanks).toHaveLength(1);
    expect(meanMap(result).querySelectorAll('rect title')).toHaveLength(119);
  });
});

describe('scales', () => {
  it('are logarithmic over more than a decade and a half of positive numbers', () => {
    expect([[1, 29], [1, 31], [0, 31], [-1, 31], [5]].map(isWide)).toEqual([false, true, false, false, false]);
  });

  it('of an axis are logarithmic where its values are spread by their ratios', () => {
    expect(isGeometric([0.001, 0.01, 0.1, 0.1])).toBe(true);
    expect(isGeometric(ladder(100, 0.01))).toBe(false);
  });
});
