import type { Certificate, CertifiedClaim } from '../../certificate';
import { formatNumber } from '../format';
import { type Content, type Html, html, table } from '../html';
import { leastDifference, worstAgreement } from './margins';
import { seedMark, verdictMark } from './words';

const linkTo = ({ id, title }: CertifiedClaim): Html => html`<a href="#${id}">${title}</a>`;

function agreementCell(claim: CertifiedClaim): Content {
  const worst = worstAgreement(claim);
  const text = formatNumber(worst, 2);
  return worst !== null && worst > 1 ? html`<strong class="far">${text}</strong>` : text;
}

function differenceCell(claim: CertifiedClaim): Content {
  const least = leastDifference(claim);
  const text = formatNumber(least, 2);
  return least !== null && least <= 1 ? html`<strong class="inconclusive">${text}</strong>` : text;
}

/** All claims at a glance, each a link to its section. */
export function overview({ claims }: Certificate): Html {
  const head = ['claim', 'the seed’s words', 'the true statement', 'numbers', 'largest |z|/limit', 'least z/limit'];
  const rows = claims.map((claim): Content[] => [
    linkTo(claim),
    seedMark(claim.seedVerdict),
    verdictMark(claim.verdict),
    claim.evidence.length,
    agreementCell(claim),
    differenceCell(claim),
  ]);
  return html`<section class="wrapped overview"><h2>The claims at a glance</h2>
${table({ caption: 'Each claim: what the seed’s words come to, and whether the true statement was borne out', head, rows })}
<p class="note"><em>Largest |z|/limit</em>: of the numbers that have to agree with an exact one, which they do up to 1. <em>Least z/limit</em>: of the numbers of
which it is claimed that they differ, which they have to by more than 1.</p></section>`;
}
