import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/certificate';
import { claims } from '../../src/claims';
import { renderCertificate } from '../../src/report';
import { certificateFixture } from './certificateFixtures';

const open = (page: string): Document => (parseHTML(page) as unknown as { document: Document }).document;
const textOf = (element: Element): string => element.textContent!.replace(/\s+/g, ' ');

/** What is left of a certificate that went through a file: null for every number that is not finite. */
const read = (certificate: Certificate): Certificate => JSON.parse(JSON.stringify(certificate));

const page = renderCertificate(certificateFixture());
const document = open(page);
const sectionOf = (id: string, from = document): Element => from.getElementById(id)!;
const rowsOf = (section: Element): string[][] =>
  [...section.querySelectorAll('.wrapped tbody tr')].map((row) => [...row.children].map(textOf));
const keysOf = (section: Element): string[] => [...section.querySelectorAll('.key')].map(textOf);

describe('the page of a certificate', () => {
  it('closes every tag that it opens', () => {
    const tags = [...page.replace(/<style>.*?<\/style>/gs, '').matchAll(/<(\/?)([!\w-]+)([^>]*)>/g)];
    const count = new Map<string, number>();
    for (const [, close, name, rest] of tags) {
      if (!rest.endsWith('/')) count.set(name, (count.get(name) ?? 0) + (close ? -1 : 1));
    }
    const open = [...count].filter(([name, n]) => n !== 0 && !['meta', '!doctype'].includes(name));
    expect(open).toEqual([]);
  });

  it('asks for nothing from outside and runs nothing', () => {
    expect(document.querySelectorAll('script, link, iframe, object, img, foreignObject')).toHaveLength(0);
    for (const element of document.querySelectorAll('[src], [href]')) {
      expect(element.getAttribute('src') ?? element.getAttribute('href')).toMatch(/^(data:image\/|#)/);
    }
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/url\(|@import|https?:/);
    expect(document.querySelector('meta[http-equiv]')!.getAttribute('content')).toContain("default-src 'none'");
  });

  it('is the same whenever it is written', () => {
    expect(renderCertificate(certificateFixture())).toBe(page);
  });

  it('makes every claim an anchor, and every link leads somewhere', () => {
    for (const { id } of certificateFixture().claims) expect(sectionOf(id)?.className).toBe('claim');
    const links = [...document.querySelectorAll('a')];
    expect(links.length).toBeGreaterThanOrEqual(12);
    for (const link of links) expect(sectionOf(link.getAttribute('href')!.slice(1))).not.toBeNull();
    expect(new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)).size).toBe(
      document.querySelectorAll('[id]').length,
    );
  });

  it('gives every drawing its text alternative', () => {
    const drawings = [...document.querySelectorAll('svg')];
    expect(drawings).toHaveLength(2 * 7);
    for (const svg of drawings) {
      expect(svg.getAttribute('role')).toBe('img');
      expect(svg.getAttribute('aria-label')!.length).toBeGreaterThan(10);
    }
    for (const { id, figure } of certificateFixture().claims) {
      expect(sectionOf(id).querySelector('svg')!.getAttribute('aria-label')).toContain(figure.text);
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

  it('never shows what is missing as a number', () => {
    for (const certificate of [certificateFixture(), read(certificateFixture())]) {
      const written = renderCertificate(certificate);
      expect(written.match(/NaN|Infinity|undefined/g)).toBeNull();
      expect(textOf(open(written).body).match(/\bnull\b(?![ -]set)|\[object/)).toBeNull();
    }
  });
});

describe('its head', () => {
  const head = textOf(document.querySelector('main')!);

  it('says what was done, on what, and with what chance of a false alarm', () => {
    expect(document.title).toBe('Certificate · Ergodic');
    for (const words of [
      '✗ fails',
      'Of 6 statements, 4 hold, 1 fails, 1 is inconclusive.',
      '6 claims of the theorem by 31 numbers',
      '865,075,200 particle-steps on SwiftShader Device (LLVM 10.0.0), in 3 min 34 s, from seed 1',
      'a false alarm in one such certificate of 1,000',
      certificateFixture().signature,
    ]) {
      expect(head).toContain(words);
    }
    expect(document.querySelector('.banner.software')!.textContent).toContain('SwiftShader');
  });

  it('has the command that repeats it, with the claims where they are not all', () => {
    const repeated = (certificate: Certificate) =>
      open(renderCertificate(certificate)).querySelector('header ~ .repeat .command')!.textContent;
    const [first] = certificateFixture().claims;
    const whole = { ...certificateFixture(), claims: claims.map(({ id }) => ({ ...first, id })) };
    expect(repeated(whole)).toBe('npx ergodic certify --quick --seed 1');
    expect(repeated({ ...whole, size: 'full', seed: 7 })).toBe('npx ergodic certify --seed 7');
    const other = { ...certificateFixture(), claims: [{ ...first, id: 'another' }] };
    expect(repeated(other)).toBe('npx ergodic certify another --quick --seed 1');
  });

  it('has no banner on a GPU, and its verdict is that of the certificate', () => {
    const certificate = certificateFixture();
    const own = { ...certificate, claims: certificate.claims.slice(0, 4), verdict: 'holds' as const };
    const shown = open(renderCertificate({ ...own, machine: { ...own.machine, software: false } }));
    expect(shown.querySelector('.banner')).toBeNull();
    expect(textOf(shown.querySelector('.overall.holds')!)).toBe('✓ holds');
  });
});

describe('the overview', () => {
  const rows = rowsOf(document.querySelector('main')!).slice(0, 6);

  it('has both verdicts, the count and the margins of every claim', () => {
    expect(rows.map(([, seed]) => seed)).toEqual([
      '✓ holds',
      '✗ does not hold',
      '✗ does not hold',
      '◐ holds with a condition',
      '? undecided',
      '? undecided',
    ]);
    expect(rows.map(([, , verdict]) => verdict)).toEqual([
      ...['✓ holds', '✓ holds', '✓ holds', '✓ holds'],
      ...['? inconclusive', '✗ fails'],
    ]);
    expect(rows[1].slice(3, 4)).toEqual(['4']);
  });

  it('takes the largest of agreements and the least of differences', () => {
    const { evidence } = certificateFixture().claims[5];
    const share = Math.abs(evidence[0].z!) / evidence[0].limit;
    expect(share).toBeGreaterThan(1);
    expect(rows[5][4]).toBe(String(Number(share.toPrecision(2))));
    expect(rows[5][5]).toBe('—');
    expect(Number(rows[4][5])).toBeLessThan(1);
  });
});

describe('a claim', () => {
  it('quotes the seed with its step, and sets indices lower', () => {
    const section = sectionOf('null-sets');
    expect(textOf(section)).toContain('The seed, step 4');
    expect(section.querySelector('blockquote')!.textContent).toContain('P(θt ∈ Σ)\u00a0=\u00a00');
    expect(section.querySelector('blockquote sub')!.textContent).toBe('t');
    expect(section.querySelector('.statement sup')!.textContent).toBe('k');
    expect(textOf(section)).toContain('npx ergodic certify null-sets --quick --seed 1');
    expect(textOf(section)).toContain('Source: Federer');
  });

  it('says what each number was held against', () => {
    const rows = rowsOf(sectionOf('hitting'));
    expect(rows.map(([, , expected]) => expected)).toEqual(['exactly 1', '0.90066', 'above 0.1', 'below 0.1']);
    expect(rows[2][0]).toContain('◆');
    expect(rows[1][0]).not.toContain('◆');
    expect(rowsOf(sectionOf('sgd-temperature'))[3][5]).toBe('−1.6');
    expect(rowsOf(sectionOf('escape'))[2].slice(1)).toEqual([
      '—',
      '2.4 × 10⁶',
      '0',
      '—',
      '—',
      '4.48',
      '? inconclusive',
    ]);
  });

  it('says how many particles would settle it, or that none would', () => {
    expect(textOf(sectionOf('escape'))).toContain('About 13,000,000 particles at each point would settle it.');
    const certificate = certificateFixture();
    certificate.claims[4].particlesNeeded = null;
    const shown = textOf(sectionOf('escape', open(renderCertificate(certificate))));
    expect(shown).toContain('More particles alone would not settle it.');
    expect(textOf(sectionOf('saddle'))).not.toContain('settle');
  });

  it('names its experiments by hash, short and whole', () => {
    const { experiments } = certificateFixture().claims[0];
    const details = sectionOf('null-sets').querySelector('details.experiments')!;
    expect(textOf(details)).toContain('2 experiments, 144,179,200 particle-steps');
    expect(details.querySelector('td code')!.textContent).toBe(experiments[0].hash.slice(0, 12));
    expect(textOf(details)).toContain(experiments[0].tallies);
  });
});

describe('a figure of curves', () => {
  const dotsOf = (section: Element): number =>
    section.querySelectorAll('.wide [aria-label="dot"] path, .wide [aria-label="dot"] circle').length;

  it('names exact lines of many sets once, in the ink', () => {
    const section = sectionOf('null-sets');
    expect(keysOf(section)).toEqual(['plane, codimension 1', 'line, codimension 2', 'point, codimension 3', 'exact']);
    expect(section.querySelectorAll('.key')[3].getAttribute('style')).toBe('--series: var(--ink)');
  });

  it('draws what the seed predicts dashed and in its own colour', () => {
    const lines = [...sectionOf('sgd-temperature').querySelector('svg')!.querySelectorAll('path')];
    const looks = (stroke: string) => [...sectionOf('sgd-temperature').querySelectorAll(`.wide [stroke="${stroke}"]`)];
    expect(lines.length).toBeGreaterThan(0);
    expect(looks('var(--seed)').map((g) => g.getAttribute('stroke-dasharray'))).toEqual(['7 4']);
    expect(looks('var(--soft)').map((g) => g.getAttribute('stroke-dasharray'))).toEqual([null]);
  });

  it('leaves out points that have no place, and says so', () => {
    const section = sectionOf('null-sets');
    expect(textOf(section.querySelector('figcaption')!)).toContain('Not drawn: 1 point');
    expect(dotsOf(section)).toBe(5 + 5 + 4);
  });

  it('labels axes with their units and ticks with powers of ten', () => {
    const drawing = textOf(sectionOf('null-sets').querySelector('.wide svg')!);
    for (const words of ['radius ε', 'stationary mass of the tube', '10⁻²', '0.1']) expect(drawing).toContain(words);
  });

  it('has its numbers below', () => {
    const rows = [...sectionOf('sgd-temperature').querySelectorAll('.numbers tbody tr')].map(textOf);
    expect(rows).toHaveLength(6 + 3 * 41);
    expect(rows[0]).toMatch(/^measuredmeasured0.02/);
  });

  it.each(['log', 'linear'] as const)('survives points of which none has a place on %s axes', (scale) => {
    const certificate = certificateFixture();
    const { figure } = certificate.claims[0];
    const axis = { label: 'x', scale };
    const points = [{ x: Number.NaN, y: -1, error: Number.NaN }];
    const series = [{ name: 'measured', role: 'measured' as const, points }];
    certificate.claims[0].figure = { ...figure, kind: 'curves', x: axis, y: axis, series };
    const shown = sectionOf('null-sets', open(renderCertificate(read(certificate))));
    expect(shown.querySelector('svg')).toBeNull();
    expect(textOf(shown)).toContain('nothing can be drawn');
  });

  it('draws a single point, on either kind of axis', () => {
    const certificate = certificateFixture();
    for (const [i, scale] of (['log', 'linear'] as const).entries()) {
      const axis = { label: 'x', scale };
      const points = [{ x: 2, y: 3 }];
      const series = (['measured', 'exact'] as const).map((role) => ({ name: role, role, points }));
      certificate.claims[i].figure = { kind: 'curves', title: 'One', text: 'One.', x: axis, y: axis, series };
    }
    const written = renderCertificate(certificate);
    expect(written).not.toMatch(/NaN|Infinity/);
    for (const id of ['null-sets', 'sgd-temperature']) {
      expect(dotsOf(sectionOf(id, open(written)))).toBe(2);
    }
  });
});

describe('a figure that is a map', () => {
  it('has words on its cells, curves over them and a ramp', () => {
    const section = sectionOf('absorbed');
    const words = [...section.querySelectorAll('.wide svg text')].map(textOf);
    expect(words.filter((word) => word === 'absorbed' || word === 'free')).toHaveLength(29);
    expect(textOf(section.querySelector('.ramp')!)).toBe('−0.8190.819');
    expect(keysOf(section)).toEqual(['η = a/(1 + a), exact', 'the seed: never absorbed']);
  });

  it('leaves out a cell of which nothing is known, in colour and not in its table', () => {
    const section = sectionOf('escape', open(renderCertificate(read(certificateFixture()))));
    expect(section.querySelectorAll('.wide [aria-label="rect"] rect')).toHaveLength(1);
    const rows = [...section.querySelectorAll('.numbers table')].map(
      (table) => table.querySelectorAll('tbody tr').length,
    );
    expect(rows).toEqual([30, 12]);
    expect(textOf(section.querySelector('figcaption')!)).toContain('Not drawn: 1 cell');
    expect(keysOf(section)).toEqual(['constant η/B']);
  });
});

describe('text of a certificate', () => {
  const hostile = `<script>alert("1")</script>'"><img src=x onerror=alert(1)>&amp;`;
  const kept = new Set(['kind', 'role', 'scale', 'verdict', 'seedVerdict', 'test', 'size']);

  function poison(x: unknown, key = ''): unknown {
    if (typeof x === 'string') return kept.has(key) ? x : hostile;
    if (Array.isArray(x)) return x.map((entry) => poison(entry, key));
    if (typeof x !== 'object' || x === null) return x;
    return Object.fromEntries(Object.entries(x).map(([name, value]) => [name, poison(value, name)]));
  }

  it('stays text everywhere', () => {
    const written = renderCertificate(poison(certificateFixture()) as Certificate);
    expect(written).not.toMatch(/<script|<img/i);
    expect(open(written).querySelectorAll('script, img, [onerror]')).toHaveLength(0);
    expect(open(written).querySelector('.claim h2')!.textContent).toBe(hostile);
  });
});
