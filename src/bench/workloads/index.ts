import type { Workload } from '../workload';
import { doubleWell } from './doubleWell';
import { gaussian } from './gaussian';
import { geometricBrownianMotion } from './geometricBrownianMotion';
import { logisticRegression } from './logisticRegression';

export const workloads: readonly Workload[] = [doubleWell, geometricBrownianMotion, gaussian, logisticRegression];
