import type { CertifiedClaim } from '../../certificate';
import type { Verdict } from '../../model/claim';
import { type Html, html } from '../html';

const signs: Readonly<Record<Verdict, string>> = { holds: '✓', fails: '✗', inconclusive: '?' };

const seedSigns: Readonly<Record<CertifiedClaim['seedVerdict'], readonly [sign: string, look: string]>> = {
  holds: ['✓', 'seed-holds'],
  'holds with a condition': ['◐', 'seed-condition'],
  'does not hold': ['✗', 'seed-not'],
  undecided: ['?', 'inconclusive'],
};

/** `✓ holds`. */
export const verdictText = (verdict: Verdict): string => `${signs[verdict] ?? '?'}\u00a0${verdict}`;

/** The verdict on what is true, in its colour. */
export const verdictMark = (verdict: Verdict): Html =>
  html`<span class="verdict ${verdict}">${verdictText(verdict)}</span>`;

/** The verdict on the seed's words, in colours of their own: that they fail is a finding and not a fault. */
export function seedMark(verdict: CertifiedClaim['seedVerdict']): Html {
  const [sign, look] = seedSigns[verdict] ?? seedSigns.undecided;
  return html`<span class="verdict ${look}">${sign}\u00a0${verdict}</span>`;
}

/** A text that ends as a sentence does. */
export const ended = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** `3 claims`, `1 claim`. */
export const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;
