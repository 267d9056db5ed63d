import type { Estimate } from '../../model/estimate';
import { deviationCell, estimateHead, estimateTable, type Row } from '../cells';
import { absent, deviation, formatCount, formatEstimate, formatNumber, formatReference } from '../format';
import { type Content, facts, type Html, html, table } from '../html';
import { type Fields, findEstimates, findScalars, isEstimate, isFields, readNumber, readNumbers, words } from '../read';
import { isWide } from '../scales';
import type { KindContext, KindReport } from './kind';
import { type RadiusEstimate, tubeFigure } from './tube';

interface Tube {
  radius: number;
  fields: Fields;
}

function readTubes(report: Fields): Tube[] {
  const rows = Array.isArray(report.radii) ? report.radii.filter(isFields) : [];
  return rows.flatMap((fields) => {
    const radius = readNumber(fields.radius);
    return radius === null ? [] : [{ radius, fields }];
  });
}

const estimatesOf = (tubes: readonly Tube[], key: string): RadiusEstimate[] =>
  tubes.flatMap(({ radius, fields }) => {
    const estimate = fields[key];
    return isEstimate(estimate) ? [{ radius, estimate }] : [];
  });

/** The regimes are those of hitting: occupancy counts where steps end, however long they are. */
const hittingTimes = (tubes: readonly Tube[]): RadiusEstimate[] =>
  tubes.flatMap((tube) =>
    estimatesOf([tube], 'meanHittingTime').map((one) => ({ ...one, discrete: tube.fields.regime === 'discrete' })),
  );

/** Quantities given per radius: those that are a number at one radius at least, occupancy first. */
function quantities(tubes: readonly Tube[]): string[] {
  const keys = new Set(['occupancy', ...tubes.flatMap(({ fields }) => Object.keys(fields))]);
  return [...keys].filter((key) => estimatesOf(tubes, key).some(({ estimate }) => estimate.value !== null));
}

const missing: Estimate = { value: null, standardError: null };

interface Column {
  title: string;
  cell(tube: Tube): Content;
}

/** Columns of one quantity: measured, then exact and deviation where anything exact is known. */
function columnsOf(key: string, tubes: readonly Tube[]): Column[] {
  const at = ({ fields }: Tube): Estimate => (isEstimate(fields[key]) ? fields[key] : missing);
  const measured: Column = { title: words(key).toLowerCase(), cell: (tube) => formatEstimate(at(tube)) };
  if (!tubes.some((tube) => typeof at(tube).reference === 'number')) return [measured];
  return [
    measured,
    { title: 'exact', cell: (tube) => formatReference(at(tube)) },
    { title: estimateHead[2], cell: (tube) => deviationCell(deviation(at(tube))) },
  ];
}

function radiusTable(tubes: readonly Tube[], name: string): Html {
  const columns = quantities(tubes).flatMap((key) => columnsOf(key, tubes));
  const regime = tubes.some(({ fields }) => typeof fields.regime === 'string');
  if (regime) columns.push({ title: 'regime', cell: ({ fields }) => String(fields.regime ?? '—') });
  return table({
    caption: `Tubes around the null set: ${name}`,
    head: ['radius\u00a0ε', ...columns.map(({ title }) => title)],
    rows: tubes.map((tube) => [formatNumber(tube.radius), ...columns.map(({ cell }) => cell(tube))]),
  });
}

const wholeLabels: Readonly<Record<string, string>> = { crossings: 'Crossings per unit of time' };

/** Exponent, crossings and whatever else is given for the set as a whole. */
function wholeTable(report: Fields, name: string): Html | null {
  const { radii: _, ...whole } = report;
  const rows: Row[] = findEstimates(whole)
    .filter(({ estimate }) => estimate.value !== null)
    .map(({ path, estimate }) => ({ label: wholeLabels[path] ?? words(path), estimate }));
  return rows.length > 0 ? estimateTable(`The null set as a whole: ${name}`, 'quantity', rows) : null;
}

/** Titles of counts that their names do not tell; a dash for one that could not be had. */
const titles: Readonly<Record<string, string>> = {
  exactHits: 'Records exactly on the set',
  roundedHits: 'Records that rounding put on the set',
  underflows: 'Records that underflow put on the set',
};

/** Critical points that are written out, and coordinates of each. */
const [mostCritical, mostCoordinates] = [4, 6];

function pointsText(points: unknown): string {
  const all = Array.isArray(points)
    ? points.flatMap((point) => (readNumbers(point)?.length ? [readNumbers(point)!] : []))
    : [];
  const texts = all.slice(0, mostCritical).map((point) => {
    const shown = point.slice(0, mostCoordinates).map((x) => formatNumber(x, 5));
    return `(${[...shown, ...(point.length > mostCoordinates ? ['…'] : [])].join(', ')})`;
  });
  const left = all.length - mostCritical;
  return left > 0 ? `${texts.join(', ')} and ${left} more` : texts.join(', ');
}

function counts(report: Fields): Html {
  const unknown = Object.keys(titles).filter((key) => report[key] === null);
  const scalars = findScalars(report).filter(({ key }) => !(key in titles));
  const hits = Object.keys(titles).flatMap((key) => {
    const count = report[key];
    return typeof count === 'number' || typeof count === 'string' ? [{ key, value: count }] : [];
  });
  const text = (value: number | string) => (typeof value === 'number' ? formatCount(value) : value);
  return facts([
    ...[...scalars, ...hits].map(({ key, value }): [string, string] => [titles[key] ?? words(key), text(value)]),
    ...unknown.map((key): [string, string] => [titles[key], absent]),
    [`Critical points`, pointsText(report.points)],
  ]);
}

/**
 * Whether the times to hit make a line on a linear axis: they go to a constant at codimension 1, with ln(1/ε) at 2, with a power of ε
 * from 3 on; in the discrete regime with a power at 2 as well.
 */
function isLine(times: readonly RadiusEstimate[], codimension: number | null): boolean {
  const values = times.flatMap(({ estimate: { value, reference } }) => [value ?? [], reference ?? []].flat());
  return codimension !== null && codimension <= 2 && !isWide(values);
}

function figures(tubes: readonly Tube[], codimension: number | null, { name, spec, points }: KindContext): Content {
  const set = Array.isArray(spec.zero) ? `${spec.zero.join(' = ')} = 0` : words(String(spec.critical ?? name));
  const occupancy = tubeFigure(estimatesOf(tubes, 'occupancy'), {
    quantity: 'occupancy',
    set,
    slope: codimension,
    points,
  });
  const times = hittingTimes(tubes);
  const hitting = { quantity: 'mean hitting time', set, slope: null, linear: isLine(times, codimension), points };
  return [occupancy, tubeFigure(times, hitting)];
}

/** Occupancy of shrinking tubes around a null set, and the exponent with which it vanishes. */
export const nullSet: KindReport = {
  render(report, context) {
    const tubes = readTubes(report);
    if (tubes.length === 0) return null;
    return html`${figures(tubes, readNumber(report.codimension), context)}
${counts(report)}
${wholeTable(report, context.name)}
${radiusTable(tubes, context.name)}`;
  },
};
