import { formatCount } from '../format';
import { html } from '../html';
import { readNumber } from '../read';
import type { KindReport } from './kind';

/** Coordinates of single particles: too many for a page, so it says where they are. */
export const snapshot: KindReport = {
  render(report, { name, spec }) {
    const count = readNumber(report.count) ?? readNumber(spec.count);
    const whose = count === null ? 'The final coordinates' : `The final coordinates of ${formatCount(count)} particles`;
    return html`<p>${whose} are in <code>arrays.npz</code>, beside this page, in the arrays whose names begin with
<code>${name}</code>.</p>`;
  },
  headlines: () => [],
};
