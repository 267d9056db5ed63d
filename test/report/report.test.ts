import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result';
import { renderReport } from '../../src/report';
import { doubleWellResult, gaussianResult, ringResult, sweepResult } from './fixtures';

const fixtures: Record<string, () => Result> = { doubleWellResult, gaussianResult, ringResult, sweepResult };
const open = (page: string): Document => (parseHTML(page) as unknown as { document: Document }).document;
const text = (document: Document): string => document.body.textContent!.replace(/\s+/g, ' ');

/** Tags that are opened and not closed, or the other way round, in the order they are met. */
function unbalanced(page: string): string[] {
  const alone = new Set(['meta', '!doctype']);
  const left: string[] = [];
  const stack: string[] = [];
  for (const [, close, name, rest] of page.replace(/<style>.*?<\/style>/gs, '').matchAll(/<(\/?)([!\w-]+)([^>]*)>/g)) {
    if (alone.has(name) || rest.endsWith('/')) continue;
    if (!close) stack.push(name);
    else if (stack.pop() !== name) left.push(name);
  }
  return [...left, ...stack];
}

describe.each(Object.entries(fixtures))('page of %s', (_, fixture) => {
  const page = renderReport(fixture());
  const document = open(page);

  it('is well formed', () => {
    expect(unbalanced(page)).toEqual([]);
    expect(document.querySelectorAll('html, head, body, main, h1')).toHaveLength(5);
    expect(document.querySelectorAll('svg svg')).toHaveLength(0);
  });

  it('asks for nothing from outside and runs nothing', () => {
    expect(document.querySelectorAll('script, link, iframe, object, img')).toHaveLength(0);
    for (const element of document.querySelectorAll('[src], [href]')) {
      expect(element.getAttribute('src') ?? element.getAttribute('href')).toMatch(/^(data:image\/|#)/);
    }
    expect(page).not.toMatch(/url\(|@import|https?:/);
  });

  it('gives every figure a text alternative', () => {
    for (const svg of document.querySelectorAll('svg')) {
      expect(svg.getAttribute('role')).toBe('img');
      expect(svg.getAttribute('aria-label')!.length).toBeGreaterThan(10);
    }
  });

  it('heads every row and column of every table', () => {
    for (const table of document.querySelectorAll('table')) {
      expect(table.querySelector('caption')!.textContent).not.toBe('');
      const columns = table.querySelectorAll('thead th[scope=col]').length;
      for (const row of table.querySelectorAll('tbody tr')) {
        expect(row.querySelectorAll('th[scope=row]')).toHaveLength(1);
        expect(row.children).toHaveLength(columns);
      }
    }
  });

  it('follows dark mode, print and narrow pages', () => {
    const style = document.querySelector('style')!.textContent!;
    expect(style).toContain('@media (prefers-color-scheme: dark)');
    expect(style).toContain('@media print');
    expect(style).toContain('@media (max-width: 640px)');
    expect(page).toContain('var(--measured)');
  });

  it('never shows what is missing as a number', () => {
    expect(text(document).match(/NaN|Infinity|undefined|\bnull\b(?! set)|\[object/g)).toBeNull();
    expect(page.match(/NaN|Infinity|undefined/g)).toBeNull();
  });
});

describe('renderReport', () => {
  it('says what ran and whether it held', () => {
    const page = text(open(renderReport(doubleWellResult())));
    for (const words of [
      'Double well',
      'U(x) = (x^2 - 1)^2',
      '1,000,000',
      'leimkuhler-matthews',
      'NVIDIA H100',
      '1.55 × 10⁹',
    ]) {
      expect(page).toContain(words);
    }
    expect(page).toContain('3 of 3 expectations hold');
    expect(page).not.toContain('Software adapter');
    expect(page).not.toContain('left the finite numbers');
  });

  it('is loud about a software adapter and about lost particles', () => {
    const document = open(renderReport(ringResult()));
    expect(document.querySelector('.banner.software')!.textContent).toContain('SwiftShader');
    expect(document.querySelector('.banner.lost')!.textContent).toContain('12 particles');
  });

  it('says which expectation fails', () => {
    const document = open(renderReport(sweepResult()));
    expect(document.querySelector('.overall.fails')!.textContent).toContain('0 of 1');
    expect(document.querySelector('.verdict.fails')!.textContent).toContain('fails');
  });

  it('shows null estimates as a dash', () => {
    const rows = [...open(renderReport(doubleWellResult())).querySelectorAll('tbody tr')];
    const row = rows.find((candidate) => candidate.textContent!.startsWith('Kolmogorov'))!;
    expect([...row.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['—', '—', '—']);
  });

  it('folds the points of a sweep after the fourth and links each from the overview', () => {
    const document = open(renderReport(sweepResult()));
    expect(document.querySelectorAll('section.point')).toHaveLength(4);
    expect(document.querySelectorAll('details.point')).toHaveLength(2);
    for (const link of document.querySelectorAll('td a, th a')) {
      expect(document.getElementById(link.getAttribute('href')!.slice(1))).not.toBeNull();
    }
  });

  it('draws a series for each value of the first of two axes, and folds a long table', () => {
    const result = sweepResult();
    result.points = Array.from({ length: 30 }, (_, i) => ({
      ...result.points[i % 6],
      parameters: { tilt: Math.floor(i / 6) },
    }));
    const document = open(renderReport(result));
    expect(document.querySelectorAll('.key.series')).toHaveLength(5);
    expect(document.querySelector('.key.series')!.textContent).toBe('tilt\u00a00');
    expect(document.querySelectorAll('details:not(.point, .all) > .scroll tbody tr')).toHaveLength(30);
  });

  it('tabulates a kind it does not know', () => {
    const page = text(open(renderReport(ringResult())));
    expect(page).toContain('relaxationRate');
    expect(page).toContain('0.3011 ± 0.0021');
  });

  it('draws a large plane in little space', () => {
    expect(renderReport(ringResult(300)).length).toBeLessThan(200_000);
  });

  it('keeps a grid of hundreds of points below two megabytes, and says what it left out', () => {
    const result = sweepResult();
    result.points = Array.from({ length: 240 }, (_, i) => ({ ...result.points[i % 6], temperature: 0.1 + i / 1000 }));
    const page = renderReport(result);
    const shown = open(page).querySelectorAll('details.point').length;
    expect(page.length).toBeLessThan(2_000_000);
    expect(shown).toBeGreaterThan(100);
    expect(page).toContain(`The other ${240 - shown} points`);
  });
});

describe('text from the file', () => {
  const hostile = `<script>alert("1")</script>'"><img src=x onerror=alert(1)>&amp;`;

  /** The same result with every text in it, keys aside, made hostile; the kinds stay what they are. */
  function poison(x: unknown, key = ''): unknown {
    if (typeof x === 'string') return key === 'kind' || /^\d+$/.test(x) ? x : hostile;
    if (Array.isArray(x)) return x.map((entry) => poison(entry, key));
    if (typeof x !== 'object' || x === null) return x;
    return Object.fromEntries(Object.entries(x).map(([name, value]) => [name, poison(value, name)]));
  }

  it.each(Object.entries(fixtures))('stays text everywhere in %s', (_, fixture) => {
    const page = renderReport(poison(fixture()) as Result);
    const document = open(page);
    expect(page).not.toMatch(/<script|<img|\sonerror=alert\(1\)>(?!&)/i);
    expect(document.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
    expect(unbalanced(page)).toEqual([]);
    expect(document.querySelector('h1')!.textContent).toBe(hostile);
    expect(document.title).toBe(`${hostile} · Ergodic`);
  });

  it('stays text in names of observables, kinds and sweep axes, and in drawings', () => {
    const result = sweepResult();
    for (const point of result.points) {
      point.observables = {
        [hostile]: point.observables.density,
        b: { kind: hostile, q: { value: 1, standardError: 1 } },
      };
      point.parameters = { [hostile]: point.temperature! };
    }
    result.experiment.observe = { [hostile]: { kind: 'histogram', of: hostile } };
    const page = renderReport(result);
    expect(page).not.toMatch(/<script|<img/i);
    expect(open(page).querySelector('svg[role=img]')!.getAttribute('aria-label')).toContain('<script>');
    expect(open(page).querySelectorAll('svg script, [onerror]')).toHaveLength(0);
  });
});

describe('observables out of shape', () => {
  const withObservable = (observable: object, spec: object = {}): string => {
    const result = doubleWellResult();
    result.points[0].observables = { thing: observable as never };
    result.experiment.observe = { thing: spec };
    return text(open(renderReport(result)));
  };
  const estimate = { value: 0.5, standardError: 0.01 };

  it.each(['histogram', 'moments', 'nullSet'])('a %s without its arrays falls back to its estimates', (kind) => {
    expect(withObservable({ kind, q: estimate, mean: null, edges: null, radii: [] })).toContain('0.500 ± 0.010');
  });

  it('a histogram without reference is drawn alone', () => {
    const page = withObservable({
      kind: 'histogram',
      edges: [0, 1, 3],
      counts: [1, '3'],
      below: 0,
      above: 0,
      samples: '4',
      reference: null,
    });
    expect(page).toContain('density');
    expect(page).not.toContain('residual');
  });

  it('a histogram that counted nothing is no reason to fail', () => {
    const empty = {
      kind: 'histogram',
      edges: [0, 1, 2],
      counts: [0, 0],
      samples: 0,
      reference: [0.5, 0.5],
      totalVariation: null,
    };
    expect(withObservable(empty)).not.toMatch(/NaN|Infinity/);
    const plane = {
      ...empty,
      edges: [
        [0, 1],
        [0, 1],
      ],
      counts: [[0]],
      reference: [[1]],
    };
    expect(withObservable(plane)).not.toMatch(/NaN|Infinity/);
  });

  it('a histogram of ten thousand bins is drawn with fewer', () => {
    const bins = 10_000;
    const counts = Array.from({ length: bins }, () => 1);
    const edges = Array.from({ length: bins + 1 }, (_, i) => i);
    const result = doubleWellResult();
    result.points[0].observables = {
      thing: { kind: 'histogram', edges, counts, samples: bins, reference: counts.map(() => 1 / bins) },
    };
    expect(renderReport(result).length).toBeLessThan(150_000);
  });

  it('a null set whose tubes were never visited has its table and no chart', () => {
    const page = withObservable({
      kind: 'nullSet',
      codimension: 4,
      radii: [{ radius: 0.1, occupancy: { value: 0, standardError: null } }],
    });
    expect(page).toContain('radius');
    expect(page).not.toContain('the codimension');
  });
});
