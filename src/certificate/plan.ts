import { checkExperiment, resolveExperiment } from '../experiment';
import { digest } from '../experiment/hash';
import type { Claim, ClaimExperiment } from '../model/claim';
import type { Plan } from '../model/plan';

/** What a certificate is made with. */
export interface CertificateSettings {
  size: 'quick' | 'full';
  seed: number;
  /** Particles at each point of every experiment, in place of what the claims ask for. */
  particles?: number;
}

/** One experiment of a claim, ready to run. */
export interface ClaimRun {
  claim: Claim;
  name: string;
  experiment: ClaimExperiment;
  plan: Plan;
}

/** How many times as many particles a full certificate has as a quick one. */
const scales = { quick: 1, full: 16 } as const;

/** All experiments of the claims, in their order. */
export function planRuns(claims: readonly Claim[], settings: CertificateSettings): ClaimRun[] {
  return claims.flatMap((claim) =>
    Object.entries(claim.experiments(scales[settings.size])).map(([name, asked]) => {
      const experiment = withSettings(asked, settings, `${claim.id}/${name}`);
      return { claim, name, experiment, plan: resolveExperiment(checkExperiment(experiment, `${claim.id}/${name}`)) };
    }),
  );
}

function withSettings(asked: ClaimExperiment, { seed, particles }: CertificateSettings, path: string): ClaimExperiment {
  const ensemble = asked.ensemble as { particles: number };
  return { ...asked, ensemble: { ...ensemble, particles: particles ?? ensemble.particles, seed: seedOf(seed, path) } };
}

/** Experiments must not share random numbers, as their numbers are held against each other as independent ones. */
const seedOf = (seed: number, path: string): number => Number.parseInt(digest(`${seed}/${path}`).slice(0, 12), 16);
