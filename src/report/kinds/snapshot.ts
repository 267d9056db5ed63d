import { formatCount } from '../format';
import { html } from '../html';
import { readNumber } from '../read';
import type { KindReport } from './kind';

/** Coordinates of single particles: too many for a page, so it says where they are. */
export const snapshot: KindReport = {
  render(report, { name, spec, points }) {
    const count = readNumber(report.count) ?? readNumber(spec.count);
    const whose = count === null ? 'The final coordinates' : `The final coordinates of ${formatCount(count)} particles`;
    const where = html`<code>${points > 1 ? 'POINT.' : ''}${name}.coordinates</code>`;
    return html`<p>${whose} are in <code>arrays.npz</code>, beside this page, as ${where}${
      points > 1 && ', points counted from 0'
    }.</p>`;
  },
};
