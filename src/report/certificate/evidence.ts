import type { JudgedEvidence } from '../../certificate';
import { absent, formatDeviation, formatEstimate, formatNumber, formatReference } from '../format';
import { type Content, type Html, html, table } from '../html';
import { mathematics } from './mathematics';
import { verdictMark } from './words';

/** Whether the number is a count, of which no error is allowed for. */
const isExact = ({ standardError }: JudgedEvidence): boolean => standardError === 0;

function measuredCell(one: JudgedEvidence): string {
  const { value, standardError } = one;
  return isExact(one) ? formatNumber(value) : formatEstimate({ value, standardError });
}

/** `2`, `above 0.1`, or `exactly 0` for counts. */
function expectedCell(one: JudgedEvidence): string {
  const { test, expected, value, standardError } = one;
  const number = formatReference({ value, standardError, reference: expected });
  if (test !== 'equal') return `${test} ${number}`;
  return isExact(one) ? `exactly ${number}` : number;
}

function biasCell({ test, bias }: JudgedEvidence): string {
  return test === 'equal' ? formatNumber(bias, 2) : absent;
}

/** The departure that would have failed, and the one that has to be visible. */
function powerCell(one: JudgedEvidence): Content {
  const { test, standardError, limit, bias, resolution } = one;
  if (test !== 'equal' || standardError === null || isExact(one)) return absent;
  const [shown, asked] = [limit * standardError + bias, resolution].map((x) =>
    formatNumber(x, 2).replaceAll(' ', '\u00a0'),
  );
  return html`<span class="pair">${shown} of\u00a0${asked}</span>`;
}

function zCell({ z, limit, test, verdict }: JudgedEvidence): Content {
  const text = formatDeviation(z);
  const far = verdict === 'fails' || (test === 'equal' && z !== null && Math.abs(z) > limit);
  return far ? html`<strong class="far">${text}</strong>` : text;
}

const mark = html`\u00a0<span class="tells">◆<span class="unseen"> tells the seed’s words from the true ones</span></span>`;

const row = (one: JudgedEvidence): Content[] => [
  html`${mathematics(one.quantity)}${one.against && mark}`,
  measuredCell(one),
  expectedCell(one),
  biasCell(one),
  powerCell(one),
  zCell(one),
  isExact(one) ? absent : formatNumber(one.limit, 3),
  verdictMark(one.verdict),
];

/** Every number that bears on a claim, beside what it was held against. */
export function evidenceTable(title: string, evidence: readonly JudgedEvidence[]): Html {
  const head = ['quantity', 'measured ± SE', 'expected', 'bias allowed', 'visible departure', 'z', 'limit', 'verdict'];
  const caption = `The numbers behind “${title}”`;
  const told = evidence.some(({ against }) => against);
  return html`<h3>Evidence</h3><div class="wrapped">${table({ caption, head, rows: evidence.map(row) })}</div>
${told && html`<p class="note"><span class="tells">◆</span> tells the seed’s words from the true ones: what they predict differs here.</p>`}`;
}
