import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { ObservableResult } from '../../src/model/result';
import { renderReport } from '../../src/report';
import { doubleWellResult } from './fixtures';

function pageOf(report: ObservableResult, spec: object = {}): Document {
  const result = doubleWellResult();
  result.points[0].observables = { thing: report };
  result.experiment.observe = { thing: spec };
  return (parseHTML(renderReport(result)) as unknown as { document: Document }).document;
}

const factsOf = (document: Document) =>
  Object.fromEntries(
    [...document.querySelectorAll('.observable .facts > div')].map((fact) => [
      fact.querySelector('dt')!.textContent,
      fact.querySelector('dd')!.textContent,
    ]),
  );

describe('curvature', () => {
  const E = (value: number) => ({ value, standardError: 0.01 });
  const bars = (low: number, high: number) => ({ edges: [low, (low + high) / 2, high], counts: [30, '70'] });
  const report = {
    kind: 'curvature',
    trace: E(4),
    largest: E(5),
    smallest: E(-1),
    histograms: { trace: bars(0, 8), largest: bars(0, 10), smallest: bars(-4, 2) },
  };

  it('has a histogram and a row for each of its three quantities', () => {
    const document = pageOf(report);
    const labels = [...document.querySelectorAll('.observable svg')].map((svg) => svg.getAttribute('aria-label'));
    expect(labels).toEqual([
      'Density of the trace of the Hessian',
      'Density of the largest eigenvalue',
      'Density of the smallest eigenvalue',
    ]);
    const rows = [...document.querySelectorAll('.observable tbody tr')].map((row) => row.textContent);
    expect(rows).toEqual([
      'trace of the Hessian4.000 ± 0.010',
      'largest eigenvalue5.000 ± 0.010',
      'smallest eigenvalue−1.000 ± 0.010',
    ]);
  });

  it('marks zero curvature only where it lies within', () => {
    const dotted = [...pageOf(report).querySelectorAll('.observable svg')].map(
      (svg) => svg.querySelectorAll('[stroke-dasharray="2 3"]').length,
    );
    expect(dotted).toEqual([0, 0, 1]);
  });

  it('counts what lies beyond its bins, and does without histograms', () => {
    const beyond = { ...report, histograms: { trace: { ...bars(0, 8), below: 2, above: 1000 } } };
    expect(factsOf(pageOf(beyond))).toEqual({ 'Beyond the bins: trace of the Hessian': '1,002' });
    expect(pageOf({ ...report, histograms: null }).querySelectorAll('figure')).toHaveLength(0);
    expect(pageOf({ ...report, histograms: null }).querySelectorAll('.observable tbody tr')).toHaveLength(3);
  });
});

describe('a null set', () => {
  const report = {
    kind: 'nullSet',
    codimension: 2,
    radii: [{ radius: 0.1, occupancy: { value: 0.01, standardError: 0.001 } }],
    exactHits: null,
    roundedHits: 3,
    underflows: 12_000,
    points: [
      [1, 0],
      [-1, 0.5],
    ],
  };

  it('tells hits by how they came about, and those that could not be had by a dash', () => {
    expect(factsOf(pageOf(report))).toEqual({
      Codimension: '2',
      'Records exactly on the set': '—',
      'Records that rounding put on the set': '3',
      'Records that underflow put on the set': '12,000',
      'Critical points': '(1, 0), (−1, 0.5)',
    });
  });

  it('writes out a few critical points, and a few coordinates of each', () => {
    const points = Array.from({ length: 9 }, (_, i) => [i, 0, 0, 0, 0, 0, 0]);
    expect(factsOf(pageOf({ ...report, points }))['Critical points']).toMatch(
      /^\(0, 0, 0, 0, 0, 0, …\), .* and 5 more$/,
    );
    const { points: _, exactHits: __, ...without } = report;
    const shown = Object.keys(factsOf(pageOf(without)));
    expect(shown).not.toContain('Critical points');
    expect(shown).not.toContain('Records exactly on the set');
  });
});

it('shows the acceptance of a method that has one', () => {
  const result = doubleWellResult();
  expect(renderReport(result)).not.toContain('Accepted');
  result.points[0].acceptance = { value: 0.912, standardError: 0.001 };
  const { document } = parseHTML(renderReport(result)) as unknown as { document: Document };
  const row = [...document.querySelectorAll('tbody tr')].find((tr) => tr.textContent!.startsWith('acceptance'));
  expect(row!.textContent).toContain('0.9120 ± 0.0010');
});
