import { line } from './histogramLine';
import { plane } from './histogramPlane';
import type { KindReport } from './kind';

/** Histograms of one or two expressions against the exact density. */
export const histogram: KindReport = {
  render: (report, context) => line(report, context) ?? plane(report, context),
};
