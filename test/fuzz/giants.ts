import { base } from '../experiment/base';
import { data } from '../experiment/bases';

const million = 1_000_000;

type Fields = Record<string, unknown>;

/** Text of an experiment with some fields replaced. */
const changed = (fields: Fields, file: Fields = base): string => JSON.stringify({ ...file, ...fields });

/** JSON of a list or an object of many equal or numbered entries, which costs less to write than to make. */
const listOf = (entry: string, count = million) => `[${`${entry},`.repeat(count - 1)}${entry}]`;
const objectOf = (count: number, entry: (i: number) => string) =>
  `{${Array.from({ length: count }, (_, i) => `"n${i}": ${entry(i)}`).join(', ')}}`;

/** The text with a field's value, written as `"?"`, replaced by other text. */
const filled = (fields: Fields, value: string, file?: Fields) => changed(fields, file).replace('"?"', () => value);

const observe = (spec: Fields) => ({ observe: { one: spec } });
const names = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`);

/** Experiments of sizes that nobody means, by what is large in them; each is made when it is asked for. */
export const giants: Readonly<Record<string, () => string>> = {
  'a sweep of 10^6 numbers': () => filled({ temperature: '?' }, listOf('1')),
  'a sweep of 10^6 texts': () => filled({ temperature: '?' }, listOf('"1"')),
  'a sweep of 65,536 points': () => changed({ temperature: Array.from({ length: 65_536 }, (_, i) => 1 + i / 1e5) }),
  'a sweep of 256 × 256 points': () => {
    const list = Array.from({ length: 256 }, (_, i) => 0.01 + i / 1e5);
    return changed({ parameters: { tilt: list }, method: { name: 'leimkuhler-matthews', step: list } });
  },
  '10^6 variables': () => filled({ variables: '?' }, listOf('"x"')),
  '10^6 numbers for variables': () => filled({ variables: '?' }, listOf('1')),
  '10^5 parameters': () =>
    filled(
      { parameters: '?' },
      objectOf(100_000, (i) => `${i}`),
    ),
  '10^6 radii': () => filled(observe({ kind: 'nullSet', zero: ['x'], radii: '?' }), listOf('0.1')),
  '10^6 radii of text': () => filled(observe({ kind: 'nullSet', zero: ['x'], radii: '?' }), listOf('""')),
  '10^6 lags': () => filled(observe({ kind: 'autocorrelation', of: 'x', lags: '?' }), listOf('0.02')),
  '10^6 expressions': () => filled(observe({ kind: 'moments', of: '?' }), listOf('"x"')),
  '256 long expressions': () => {
    const of = Array.from({ length: 256 }, (_, i) => `${i}${'+sin(x)*x'.repeat(2000)}`);
    return changed({ ...observe({ kind: 'moments', of }), expect: {} });
  },
  '10^4 observables': () =>
    filled(
      { observe: '?', expect: {} },
      objectOf(10_000, () => '{ "kind": "moments", "of": ["x"] }'),
    ),
  '10^4 observables of an unknown kind': () =>
    filled(
      { observe: '?' },
      objectOf(10_000, () => '{ "kind": "moment" }'),
    ),
  '10^5 observables that are none': () =>
    filled(
      { observe: '?' },
      objectOf(100_000, () => '1'),
    ),
  '10^4 expectations of unknown paths': () =>
    filled(
      { expect: '?' },
      objectOf(10_000, () => '{ "below": 1 }'),
    ),
  '2000 observables and as many expectations of others': () =>
    filled(
      { observe: '?', expect: '!' },
      objectOf(2000, () => '{ "kind": "moments", "of": ["x"] }'),
    ).replace('"!"', () => objectOf(2000, () => '{ "below": 1 }').replaceAll('"n', '"m')),
  '10^5 expectations of one path': () => {
    const path = (i: number) => `moments.mean.${i % 2}${'.value'.repeat(i % 3)}`;
    return changed({ expect: Object.fromEntries(names(1000).map((_, i) => [path(i), { below: 1 }])) });
  },
  '10^4 unknown fields': () => changed({}).replace(/}$/, `,${objectOf(10_000, () => '1').slice(1)}`),
  '10^4 unknown fields of an observable': () =>
    filled({ observe: { one: '?' } }, objectOf(10_000, () => '1').replace('{', '{"kind": "moments", "of": ["x"],')),
  '10^6 rows that are numbers': () => filled({ data: '?' }, listOf('1'), data),
  '10^6 rows': () => filled({ data: '?' }, listOf('{"x":1,"y":2}', 500_000), data),
  '10^4 columns in 100 rows': () =>
    filled(
      { data: '?' },
      listOf(
        objectOf(10_000, () => '1'),
        100,
      ),
      data,
    ),
  '10^4 columns that are mapped': () =>
    changed({ data: { file: 'points.csv', columns: Object.fromEntries(names(10_000).map((n) => [n, 'z'])) } }, data),
  'a vector of 10^5 columns': () =>
    changed({ data: { file: 'points.csv', columns: { x: new Array(100_000).fill('x'), y: 'y' } } }, data),
  '10^5 names to standardise': () =>
    changed({ data: { file: 'points.csv', standardize: new Array(100_000).fill('z') } }, data),
  'a name of 10^6 letters': () => changed({ variables: ['x'.repeat(million)] }),
  'two names of 10^5 letters': () =>
    changed({ variables: ['x'.repeat(100_000)], potential: 'y'.repeat(99_999), observe: base.observe }),
  'a title of 10^7 letters': () => changed({ title: 'x'.repeat(10 * million) }),
  'a file of 20 million characters': () => changed({ title: 'x'.repeat(20 * million) }),
  '1024 coordinates of 400 operations': () =>
    changed({
      variables: ['w[1024]'],
      potential: `sum(w${'*exp(w)'.repeat(150)})`,
      observe: { m: { kind: 'moments', of: ['w1'] } },
      expect: {},
    }),
  '64 coordinates with their curvature': () => {
    const potential = `sum(w${'*exp(w)'.repeat(60)})*sum(w^3)*norm2(w)`;
    return changed({ variables: ['w[64]'], potential, observe: { c: { kind: 'curvature' } }, expect: {} });
  },
  '1024 coordinates of a product': () =>
    changed({
      variables: ['w[1024]'],
      potential: 'norm2(w)^4*exp(sum(w))/(1+dot(w,w))',
      observe: { m: { kind: 'moments', of: ['w1'] } },
      expect: {},
    }),
  'a histogram of 10^9 bins': () => changed(observe({ kind: 'histogram', of: 'x', range: [-1, 1], bins: 1e9 })),
  'a plane of 10^4 × 10^4 bins': () =>
    changed({
      ...observe({
        kind: 'histogram',
        of: ['x', 'x^2'],
        range: [
          [-1, 1],
          [0, 1],
        ],
        bins: [10_000, 10_000],
      }),
      expect: {},
    }),
  'all the particles that there are': () =>
    changed({
      ensemble: {
        particles: Number.MAX_SAFE_INTEGER,
        seed: Number.MAX_SAFE_INTEGER,
        start: { kind: 'point', at: [0] },
      },
    }),
  '10^6 brackets': () => '['.repeat(million),
  '10^6 braces': () => '{"a":'.repeat(million),
  '10^6 comments': () => `${'/**/'.repeat(million)}${changed({})}`,
  '10^6 open comments': () => '/*'.repeat(million),
  '10^6 quotes': () => '"'.repeat(million),
  '10^6 line breaks before a fault': () => `${'\n'.repeat(million)}?`,
  '10^6 empty lists': () => listOf('[]'),
  'a number of 10^6 digits': () => filled({ temperature: '?' }, '1'.repeat(million)),
  'critical points of a long formula': () => {
    const observed = { n: { kind: 'nullSet', critical: 'minimum', radii: [0.1] } };
    return changed({ potential: `x^2${'+sin(x)*x/100'.repeat(5000)}`, observe: observed, expect: {} });
  },
  'critical points at 65,536 points': () =>
    changed({
      parameters: { tilt: Array.from({ length: 65_536 }, (_, i) => i / 1e6) },
      observe: { one: { kind: 'nullSet', critical: 'minimum', radii: [0.1] } },
      expect: {},
    }),
  'critical points of 64 coordinates': () => {
    const observed = { n: { kind: 'nullSet', critical: 'minimum', radii: [0.1] } };
    return changed({ variables: ['w[64]'], potential: 'sum((w^2-1)^2)', observe: observed, expect: {} });
  },
};
