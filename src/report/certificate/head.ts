import type { Certificate } from '../../certificate';
import type { Verdict } from '../../model/claim';
import { formatCount, formatSeconds } from '../format';
import { facts, type Html, html } from '../html';
import { softwareBanner } from '../summary';
import { repeatAll } from './repeat';
import { counted, verdictText } from './words';

/** The overall verdict in a sentence. */
const meanings: Readonly<Record<Verdict, string>> = {
  holds: 'Every true statement below was borne out.',
  fails: 'At least one statement below was contradicted by what was measured.',
  inconclusive: 'Nothing was contradicted, but at least one statement needs more particles than were run.',
};

function sentence({ claims, timing, machine, seed, falseAlarms }: Certificate): Html {
  const numbers = claims.reduce((sum, { evidence }) => sum + evidence.length, 0);
  return html`<p class="lead">Tested: ${counted(claims.length, 'claim')} of the theorem by ${counted(numbers, 'number')}, from
${formatCount(timing.particleSteps)} particle-steps on ${machine.adapter}, in ${formatSeconds(timing.wall)}, from seed ${seed}.
A correct engine raises a false alarm in one such certificate of ${formatCount(Math.round(1 / falseAlarms))}: that chance is
shared out over all ${formatCount(numbers)} numbers.</p>`;
}

/** `5 hold, 1 is inconclusive`. */
function tally(claims: Certificate['claims']): string {
  const count = (verdict: Verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  const [hold, fail, open] = [count('holds'), count('fails'), count('inconclusive')];
  const parts = [
    hold > 0 && `${hold} ${hold === 1 ? 'holds' : 'hold'}`,
    fail > 0 && `${fail} ${fail === 1 ? 'fails' : 'fail'}`,
    open > 0 && `${open} ${open === 1 ? 'is' : 'are'} inconclusive`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** The top of the page: the verdict, what was done, and how to do it again. */
export function head(certificate: Certificate): Html {
  const { verdict, claims, machine, size, seed, version, signature } = certificate;
  return html`<header><h1>Certificate</h1>
<p class="overall ${verdict}">${verdictText(verdict)}</p>
<p class="lead"><strong>${meanings[verdict]}</strong>${claims.length > 1 && ` Of ${counted(claims.length, 'statement')}, ${tally(claims)}.`}</p>
${sentence(certificate)}</header>
${softwareBanner({ machine: { ...machine } })}
<p class="repeat"><span>To repeat it</span> ${repeatAll(certificate)}</p>
${facts([
  ['Size', size],
  ['Seed', String(seed)],
  ['Version', version],
  ['Devices lost on the way', machine.deviceLosses ? String(machine.deviceLosses) : ''],
  ['Signature: the same wherever the same experiments are run', html`<code class="hash">${signature}</code>`],
])}`;
}
