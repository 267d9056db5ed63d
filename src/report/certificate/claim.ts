import type { Certificate, CertifiedClaim } from '../../certificate';
import { formatCount } from '../format';
import { type Html, html } from '../html';
import { evidenceTable } from './evidence';
import { experimentList } from './experiments';
import { claimFigure } from './figure';
import { mathematics } from './mathematics';
import { repeatOne } from './repeat';
import { ended, seedMark, verdictMark } from './words';

/** What the seed's words come to, which hangs on the true statement. */
function seedSentence({ seedVerdict, seedBecause }: CertifiedClaim): Html {
  if (seedVerdict !== 'undecided') return html`<p>${seedMark(seedVerdict)}: ${mathematics(ended(seedBecause))}</p>`;
  return html`<p>${seedMark(seedVerdict)}, since the true statement was not borne out here. Where it is: ${mathematics(ended(seedBecause))}</p>`;
}

function needed({ verdict, particlesNeeded }: CertifiedClaim): Html | false {
  if (verdict !== 'inconclusive' || particlesNeeded === undefined) return false;
  const settled =
    particlesNeeded === null
      ? 'More particles alone would not settle it.'
      : `About ${formatCount(Number(particlesNeeded.toPrecision(2)))} particles at each point would settle it.`;
  return html`<p class="inconclusive">${settled}</p>`;
}

/** One claim: the seed's words, what is true, what was measured, and how to measure it again. */
export function claimSection(certificate: Certificate, claim: CertifiedClaim): Html {
  const { id, title, seedStep, seedStatement, statement, verdict, source, figure, evidence } = claim;
  return html`<section class="claim" id="${id}"><h2><a class="own" href="#${id}">${title}</a></h2>
<div class="statements"><div><p class="whose">The seed, step ${seedStep}</p>
<blockquote>${mathematics(seedStatement)}</blockquote>
${seedSentence(claim)}</div>
<div><p class="whose">What is true</p>
<p class="statement">${mathematics(statement)}</p>
<p>${verdictMark(verdict)}</p>${needed(claim)}</div></div>
${claimFigure(figure)}
${evidenceTable(title, evidence)}
<p class="note">Source: ${ended(source)}</p>
${experimentList(claim)}
<p class="repeat"><span>To repeat it</span> ${repeatOne(certificate, id)}</p></section>`;
}
