import { describe, expect, it } from 'vitest';
import type { MapFigure } from '../../src/model/claim';
import { domainOf, ticksOf, wrap } from '../../src/report/certificate/figure/axes';
import { clipLine } from '../../src/report/certificate/figure/clip';
import { gridOf, placeAmong } from '../../src/report/certificate/figure/grid';
import { inkOn, rampOf } from '../../src/report/certificate/figure/ramp';
import { mathematics } from '../../src/report/certificate/mathematics';

const linear = { label: 'x' };
const log = { label: 'x', scale: 'log' } as const;

describe('domainOf', () => {
  it.each([
    [[0.1, 2, 5], 0],
    [[-5, -0.1], -5],
    [[7], 7],
    [[0], 0],
  ])('of %j holds every number', (numbers, within) => {
    const [low, high] = domainOf(linear, numbers);
    expect(low).toBeLessThan(high);
    expect(low).toBeLessThanOrEqual(within);
    expect(high).toBeGreaterThanOrEqual(within);
  });

  it('begins at 0 where the numbers all but reach it, and not where they are far from it', () => {
    expect(domainOf(linear, [0.1, 5])[0]).toBe(0);
    expect(domainOf(linear, [4, 5])[0]).toBeGreaterThan(3.9);
    expect(domainOf(linear, [-5, -0.1])[1]).toBe(0);
  });

  it('of logarithms stays above 0', () => {
    expect(domainOf(log, [1e-30])[0]).toBeGreaterThan(0);
  });
});

describe('ticksOf', () => {
  it('gives powers of ten over decades, as few as were asked for', () => {
    const { at, text } = ticksOf(log, [1e-30, 1], 5);
    expect(at.length).toBeLessThanOrEqual(7);
    expect(at.length).toBeGreaterThanOrEqual(4);
    expect(text).toContain('10⁻¹²');
  });

  it('gives 1, 2 and 5 over one or two decades', () => {
    expect(ticksOf(log, [0.09, 1.2], 6).text).toEqual(['0.1', '0.2', '0.5', '1']);
  });

  it.each([[[-3.2, 2.1]], [[0, 1e-9]], [[2.0001, 2.0003]], [[1e7, 3e7]]] as const)(
    'gives several even ticks with texts of their own in %j',
    (domain) => {
      const { at, text } = ticksOf(linear, domain, 6);
      expect(at.length).toBeGreaterThanOrEqual(3);
      expect(at.every((x) => x >= domain[0] && x <= domain[1])).toBe(true);
      expect(new Set(text).size).toBe(at.length);
    },
  );

  it('tells ticks of a narrow logarithmic axis apart', () => {
    const { at, text } = ticksOf(log, [0.9, 1.1], 5);
    expect(at.length).toBeGreaterThanOrEqual(3);
    expect(new Set(text).size).toBe(at.length);
  });
});

describe('clipLine', () => {
  const box = { x: [0, 1], y: [0, 1] } as const;

  it('keeps what is within', () => {
    const inside = [
      [0.1, 0.1],
      [0.5, 0.9],
      [0.9, 0.2],
    ] as const;
    expect(clipLine(inside, box)).toEqual([inside]);
  });

  it('cuts at the edge and comes back as another piece', () => {
    const peak = [
      [0, 0.5],
      [0.5, 1.5],
      [1, 0.5],
    ] as const;
    expect(clipLine(peak, box)).toEqual([
      [
        [0, 0.5],
        [0.25, 1],
      ],
      [
        [0.75, 1],
        [1, 0.5],
      ],
    ]);
  });

  it('drops what never enters', () => {
    expect(
      clipLine(
        [
          [0, 2],
          [1, 2],
        ],
        box,
      ),
    ).toEqual([]);
  });
});

describe('placeAmong', () => {
  it('puts centres in the middle of their cells and the rest evenly by the axis', () => {
    expect([1, 10, 100].map((x) => placeAmong(log, [1, 10, 100], x))).toEqual([0.5, 1.5, 2.5]);
    expect(placeAmong(log, [1, 10, 100], Math.sqrt(1000))).toBeCloseTo(2, 12);
    expect(placeAmong(linear, [0, 1, 10], 5.5)).toBeCloseTo(2, 12);
    expect(placeAmong(linear, [0, 1, 10], -1)).toBeCloseTo(-0.5, 12);
    expect(placeAmong(linear, [0, 1, 10], 19)).toBeCloseTo(3.5, 12);
    expect(placeAmong(linear, [3], 4)).toBeNull();
  });
});

describe('colours of a map', () => {
  const map = (values: number[]): MapFigure => ({
    ...{ kind: 'map', title: '', text: '', x: linear, y: linear, value: linear, series: [] },
    cells: values.map((value, x) => ({ x, y: 0, value })),
  });
  const ramp = (values: number[]) => rampOf(map(values), gridOf(map(values)).cells);

  it('lie about 0 where values have both signs', () => {
    expect(ramp([-1, 3])).toMatchObject({ domain: [-3, 3], scheme: 'rdbu' });
    expect(ramp([1, 3])).toMatchObject({ domain: [1, 3], scheme: 'viridis' });
  });

  it('have a domain even where all values are one or none is known', () => {
    expect(ramp([2, 2]).domain).toEqual([1, 3]);
    expect(ramp([Number.NaN]).domain).toEqual([0, 1]);
  });

  it('bear black or white words, whichever has more contrast', () => {
    expect([inkOn([68, 1, 84]), inkOn([253, 231, 37]), inkOn([255, 255, 255])]).toEqual(['#fff', '#000', '#000']);
  });
});

describe('text', () => {
  it('wraps at words and never loses one', () => {
    const label = 'stationary variance in units of the squared distance';
    const lines = wrap(label, 150);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(label);
  });

  it('has indices and powers of names, and leaves words alone', () => {
    expect(mathematics('θ_t falls as ε^k, ∇L_{B_t}').text).toBe(
      'θ<sub>t</sub> falls as ε<sup>k</sup>, ∇L<sub>B<sub>t</sub></sub>',
    );
    expect(mathematics('η^−2 of some_word <b>').text).toBe('η<sup>−2</sup> of some_word &lt;b&gt;');
  });
});
