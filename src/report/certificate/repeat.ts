import type { Certificate } from '../../certificate';
import { claims } from '../../claims';
import { type Html, html } from '../html';

function command({ size, seed, particles }: Certificate, ids: readonly string[]): Html {
  const few = particles === undefined ? [] : [`--particles ${particles}`];
  const words = ['npx ergodic certify', ...ids, ...(size === 'quick' ? ['--quick'] : []), `--seed ${seed}`, ...few];
  const unbroken = words.map((word, i) => html`${i > 0 && ' '}<span>${word}</span>`);
  return html`<code class="command">${unbroken}</code>`;
}

/** What makes the certificate again; claims are named where it holds a part of them only. */
export function repeatAll(certificate: Certificate): Html {
  const ids = certificate.claims.map(({ id }) => id);
  const whole = claims.every(({ id }) => ids.includes(id));
  return command(certificate, whole ? [] : ids);
}

/** What makes one claim of it again. */
export const repeatOne = (certificate: Certificate, id: string): Html => command(certificate, [id]);
