import { autocorrelation } from './autocorrelation';
import { curvature } from './curvature';
import { generic } from './generic';
import { histogram } from './histogram';
import type { KindReport } from './kind';
import { moments } from './moments';
import { nullSet } from './nullSet';
import { passage } from './passage';
import { series } from './series';
import { snapshot } from './snapshot';
import { timeAverage } from './timeAverage';

const kinds = new Map<string, KindReport>(
  Object.entries({ autocorrelation, curvature, histogram, moments, nullSet, passage, series, snapshot, timeAverage }),
);

/** How an observable of this kind is shown; an unknown kind is shown as a table of its estimates. */
export function kindReport(kind: string): KindReport {
  const known = kinds.get(kind);
  if (!known) return generic;
  return { ...known, render: (report, context) => known.render(report, context) ?? generic.render(report, context) };
}

export type { KindContext } from './kind';
