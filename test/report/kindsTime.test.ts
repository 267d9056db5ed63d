import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import type { ObservableResult } from '../../src/model/result';
import { renderReport } from '../../src/report';
import { doubleWellResult } from './fixtures';
import {
  autocorrelationReport,
  hittingReport,
  passageReport,
  seriesReport,
  timeAverageReport,
  timeResult,
} from './timeFixtures';

const nothing: Estimate = { value: null, standardError: null };

function pageOf(report: object, spec: object = {}): Element {
  const result = doubleWellResult();
  result.points[0].observables = { thing: report as ObservableResult };
  result.experiment.observe = { thing: spec };
  const { document } = parseHTML(renderReport(result)) as unknown as { document: Document };
  return document.querySelector('.observable')!;
}

const labels = (page: Element) => [...page.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label'));
const captions = (page: Element) => [...page.querySelectorAll('caption')].map((caption) => caption.textContent);
const legend = (page: Element) =>
  [...page.querySelectorAll('.legend')].map((one) => [...one.children].map((key) => key.textContent));
const note = (page: Element) => [...page.querySelectorAll('.note, figcaption')].map((p) => p.textContent).join(' ');
const rows = (page: Element, table = 0) =>
  [...page.querySelectorAll('table')[table].querySelectorAll('tbody tr')].map((tr) =>
    [...tr.children].map((cell) => cell.textContent),
  );

/** Lines of a drawing by their dashes, those of the wide one where there are two. */
const dashed = (page: Element, dashes: string, drawing = 0) =>
  page
    .querySelectorAll('svg')
    [drawing].querySelectorAll(`[stroke-dasharray="${dashes}"] path, path[stroke-dasharray="${dashes}"]`).length;
const [guide, exact, dots] = ['5 4', '6 3', '1 3'];

it('a page of every kind that speaks of time has its drawings and shows no number that is none', () => {
  const page = renderReport(timeResult());
  expect(page).not.toMatch(/NaN|Infinity|undefined|>null<|\[object/);
  const { document } = parseHTML(page) as unknown as { document: Document };
  const shown = [...document.querySelectorAll('.observable')];
  expect(shown.map((one) => one.querySelectorAll('.wide').length)).toEqual([1, 1, 0, 0, 2]);
  expect(document.querySelectorAll('.panel')).toHaveLength(2);
  for (const svg of document.querySelectorAll('svg')) expect(svg.getAttribute('aria-label')).toBeTruthy();
});

describe('passage', () => {
  const report = passageReport();

  it('has the survival curve, its exact one, its tail, and its numbers', () => {
    const page = pageOf(report, { into: 'x' });
    expect(new Set(labels(page))).toEqual(
      new Set(['Share of the particles that have not arrived in x ≥ 0, against time, logarithmic']),
    );
    expect(legend(page)).toEqual([['measured ± SE', 'exact, dashed', 'exponential tail at the hazard']]);
    expect([guide, exact, dots].map((dashes) => dashed(page, dashes))).toEqual([1, 1, 0]);
    expect(rows(page).map(([label]) => label)).toEqual([
      'share that arrived by the horizon',
      'mean arrival time',
      'mean arrival time, cut at the horizon',
      'arrivals per unit of time at risk',
      'arrivals per unit of time at risk, in the tail',
    ]);
    expect(rows(page)[1].slice(1)).toEqual(['34.09 ± 0.11', '33.946', '+1.3']);
    expect(page.querySelector('.facts')!.textContent).toBe(
      'Arrivals are looked forBrownian bridge between step endsHorizon100',
    );
  });

  it('says what step ends alone do not see', () => {
    expect(note(pageOf(report))).not.toContain('√h');
    const plain = pageOf({ ...report, test: 'step-end' });
    expect(note(plain)).toContain('order of √h');
    expect(plain.querySelector('.facts')!.textContent).toContain('at step ends only');
  });

  it('does without a tail where all arrived, without exact values, without a curve', () => {
    const gone = { value: 0, standardError: null };
    const all = {
      ...report,
      times: [0, 1, 2],
      survival: [{ value: 1, standardError: 0 }, { value: 0.1, standardError: 0.01 }, gone],
    };
    expect(dashed(pageOf(all), guide)).toBe(0);
    expect(legend(pageOf(all))).toEqual([['measured ± SE']]);
    expect(note(pageOf(all))).toContain('every particle has arrived');
    const bare = { kind: 'passage', arrived: gone, mean: nothing, rate: gone, times: [0], survival: [nothing] };
    expect(rows(pageOf(bare))).toEqual([
      ['share that arrived by the horizon', '0'],
      ['mean arrival time', '—'],
      ['arrivals per unit of time at risk', '0'],
    ]);
    expect(labels(pageOf(bare))).toEqual([]);
    const inexact = { ...report, survival: (report.survival as Estimate[]).map(({ reference: _, ...e }) => e) };
    expect(legend(pageOf(inexact))).toEqual([['measured ± SE', 'exponential tail at the hazard']]);
    const uneven = { ...report, times: [0, 1] };
    expect(labels(pageOf(uneven))).toEqual([]);
  });
});

describe('autocorrelation', () => {
  const report = autocorrelationReport();

  it('is logarithmic where correlations span decades, with the slope of its rate', () => {
    const page = pageOf(report, { of: 'x' });
    expect(labels(page)[0]).toBe('Correlation of x with itself against the lag, logarithmic');
    expect(legend(page)).toEqual([['measured ± SE', 'exact, dashed', 'slope of the relaxation rate']]);
    expect(note(page)).toBe('Not above zero, hence not drawn, at 1 of 15 lags.');
    expect(rows(page)).toEqual([
      ['relaxation rate, per unit of time', '0.3011 ± 0.0021', '0.3003', '+0.4'],
      ['integrated correlation time', '3.031 ± 0.019', '3.0333', '−0.1'],
    ]);
    expect(rows(page, 1)).toHaveLength(15);
    expect(rows(page, 1)[0][0]).toBe('0');
  });

  it('is linear where one goes below zero for certain, or all are of a size', () => {
    const at = (values: number[]) =>
      pageOf({
        ...report,
        lags: values.map((_, i) => i),
        values: values.map((value) => ({ value, standardError: 0.01 })),
      });
    expect(labels(at([1, 0.3, 0.1, 0.02, -0.5]))[0]).toBe('Correlation of thing with itself against the lag');
    expect(labels(at([1, 0.8, 0.7]))[0]).not.toContain('logarithmic');
    expect(labels(at([1, 0.3, 0.1, 0.025, -0.01]))[0]).toContain('logarithmic');
    expect(dashed(at([1, 0.8, 0.7]), guide)).toBe(0);
    expect(dashed(at([1, 0.3, 0.1, 0.025]), guide)).toBe(1);
  });

  it('leaves many lags to the file, and a report without lags to the table of estimates', () => {
    const lags = Array.from({ length: 30 }, (_, i) => i);
    const many = { ...report, lags, values: lags.map((t) => ({ value: Math.exp(-t), standardError: 0.01 })) };
    expect(note(pageOf(many))).toContain('all 30 lags');
    expect(captions(pageOf(many))).toHaveLength(1);
    const { lags: _, ...without } = report;
    expect(captions(pageOf(without))).toEqual(['Estimates of thing']);
  });
});

describe('time averages', () => {
  it('says in a sentence what was found', () => {
    const said = (ergodic: boolean | null) =>
      pageOf(timeAverageReport(ergodic)).querySelector('.asked + p')!.textContent;
    expect(said(true)).toMatch(/^✓ ergodic, as far as this run can tell/);
    expect(said(false)).toMatch(/^✗ not ergodic within this run/);
    expect(said(null)).toMatch(/^This run cannot tell/);
    const { ergodic: _, ...silent } = timeAverageReport(true);
    expect(pageOf(silent).querySelector('.asked + p')).toBeNull();
  });

  it('has its numbers, a dash for an R̂ that could not be had', () => {
    const page = pageOf(timeAverageReport(true));
    expect(page.querySelector('.facts')!.textContent).toBe(
      'Rank-normalised split R̂1.0032Nested R̂1.0008R̂ over all particles—',
    );
    expect(rows(page).map(([label]) => label)).toHaveLength(5);
    expect(rows(page)[2]).toEqual([
      'variance of the time averages over particles',
      '0.002810 ± 0.000040',
      '0.00279',
      '+0.5',
    ]);
    expect(captions(pageOf({ kind: 'timeAverage', other: { value: 1, standardError: 0.1 } }))).toEqual([
      'Estimates of thing',
    ]);
  });
});

describe('series', () => {
  const report = seriesReport() as ObservableResult & { quantities: string[]; values: Estimate[][] };

  it('draws each quantity: exact dashed, floor dotted, decades on a logarithmic axis', () => {
    const page = pageOf(report);
    expect(labels(page)).toEqual(['x^2 against time', 'totalVariation of density against time, logarithmic']);
    expect(legend(page)).toEqual([['measured ± SE', 'exact, dashed', 'floor, dotted']]);
    expect([exact, dots].map((dashes) => dashed(page, dashes, 0))).toEqual([1, 0]);
    expect([exact, dots].map((dashes) => dashed(page, dashes, 1))).toEqual([0, 1]);
    expect(captions(page)).toEqual(['At the last time, 12: thing']);
    expect(rows(page)).toEqual([
      ['x^2', '0.9164 ± 0.0020', '0.91765', '−0.6', '—'],
      ['totalVariation of density', '0.003128 ± 0.000094', '—', '—', '0.0031'],
    ]);
  });

  it('one quantity takes the width of the page; of many, twelve are drawn', () => {
    const columns = (keep: number[]) => ({
      ...report,
      quantities: keep.map((q) => report.quantities[q % 2]),
      values: report.values.map((row) => keep.map((q) => row[q % 2])),
    });
    expect(pageOf(columns([0])).querySelectorAll('.wide')).toHaveLength(1);
    const many = pageOf(columns(Array.from({ length: 14 }, (_, i) => i)));
    expect(many.querySelectorAll('.panel')).toHaveLength(12);
    expect(note(many)).toBe('2 more quantities are in result.json.');
    expect(rows(many)).toHaveLength(14);
  });

  it('passes over what is not known, and leaves another shape to the table of estimates', () => {
    const blank = { ...report, values: report.values.map(([e], i) => [i % 2 ? nothing : e, nothing]) };
    expect(labels(pageOf(blank))).toEqual(expect.arrayContaining(['x^2 against time']));
    expect(pageOf(blank).querySelectorAll('.panel')).toHaveLength(0);
    expect(rows(pageOf(blank))[1]).toEqual(['totalVariation of density', '—', '—', '—']);
    expect(captions(pageOf({ ...report, quantities: ['x^2'] }))).toEqual(['Estimates of thing']);
    expect(captions(pageOf({ ...report, times: [0] }))).toEqual(['Estimates of thing']);
  });
});

describe('times to hit a null set', () => {
  interface Radius {
    radius: number;
    meanHittingTime: Estimate;
    regime: string | null;
  }
  const report = hittingReport() as ObservableResult & { radii: Radius[] };
  const hitting = (page: Element) =>
    [...page.querySelectorAll('svg')].find((svg) => svg.getAttribute('aria-label')!.startsWith('mean'))!;
  const hollow = (page: Element) => hitting(page).querySelectorAll('[fill="var(--paper)"] circle').length;
  const texts = (page: Element) => [...hitting(page).querySelectorAll('text')].map((text) => text.textContent);

  it('stand beside the occupancy, on a linear axis at codimension 2, hollow in the discrete regime beyond a rule', () => {
    const page = pageOf(report, { zero: ['x', 'y'] });
    expect(labels(page)).toContain('occupancy of tubes around x = y = 0 against their radius, both logarithmic');
    expect(labels(page)).toContain(
      'mean hitting time of tubes around x = y = 0 against their radius, the radius logarithmic',
    );
    expect(hollow(page)).toBe(2);
    expect(texts(page)).toEqual(expect.arrayContaining(['discrete', 'capacity']));
    expect(legend(page)).toEqual([
      ['measured ± SE', 'exact', '∝ ε², the codimension'],
      ['measured ± SE', 'exact'],
    ]);
    expect(note(page)).toMatch(/^Hollow: the discrete regime/);
    // The rule stands half way between 0.003 and 0.01, on an axis with its room at both ends.
    const rule = hitting(page).querySelector('[stroke-dasharray="2 3"] line, line[stroke-dasharray="2 3"]')!;
    const room = Math.max(300 ** 0.06, 1.15);
    const place = Math.log(Math.sqrt(3e-5) / (0.001 / room)) / Math.log((0.3 * room) / (0.001 / room));
    expect(Number(rule.getAttribute('x1'))).toBeCloseTo(68 + place * (880 - 68 - 14), 0);
    const regimes = rows(page, 1).map((row) => row.at(-1));
    expect(regimes).toEqual(['capacity', 'capacity', 'capacity', 'capacity', 'discrete', 'discrete']);
  });

  it('are logarithmic at codimension 3, and where the discrete regime is far above', () => {
    const scales = (page: Element) => hitting(page).getAttribute('aria-label')!.split(', ')[1];
    expect(scales(pageOf({ ...report, codimension: 3 }))).toBe('both logarithmic');
    const far = report.radii.map((row) =>
      row.regime === 'discrete' ? { ...row, meanHittingTime: { ...row.meanHittingTime, value: 1000 } } : row,
    );
    expect(scales(pageOf({ ...report, radii: far }))).toBe('both logarithmic');
  });

  it('have no rule where all radii are of one regime or none is told', () => {
    for (const regime of ['capacity', 'ballistic', null]) {
      const page = pageOf({ ...report, radii: report.radii.map((row) => ({ ...row, regime })) });
      expect(hollow(page)).toBe(0);
      expect(texts(page)).not.toContain('discrete');
      expect(note(page)).toBe('');
    }
    const all = pageOf({ ...report, radii: report.radii.map((row) => ({ ...row, regime: 'discrete' })) });
    expect(hollow(all)).toBe(6);
    expect(texts(all)).not.toContain('capacity');
  });

  it('fall away where they are not known; crossings are told per unit of time', () => {
    const unknown = report.radii.map((row) => ({ ...row, meanHittingTime: null, hitFraction: null, regime: null }));
    const page = pageOf({ ...report, radii: unknown, crossings: { value: 1.28, standardError: 0.01 } });
    expect(labels(page).every((label) => label!.startsWith('occupancy'))).toBe(true);
    expect(rows(page).map(([label]) => label)).toEqual(['Exponent', 'Crossings per unit of time']);
    expect(rows(page, 1)[0]).toHaveLength(4);
  });
});
