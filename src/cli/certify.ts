import { join } from 'node:path';
import type { Command } from 'commander';
import { type Certificate, type CertificateSettings, type ClaimRun, planRuns } from '../certificate';
import { claims } from '../claims';
import { ErgodicError, exitStatus } from '../errors';
import { formatCount } from '../report/format';
import { particleSteps } from '../results';
import { claimNamed, keepSettings, writeCertificate } from './certificateFiles';
import { runClaims, runShards } from './claimRuns';
import { renderClaims } from './claimTable';
import { type CountingOptions, wallClock } from './counting';
import { prepareFolder } from './files';
import { lockFolder } from './lock';
import { shardChoice } from './shard';

interface CertifyOptions extends CountingOptions {
  quick?: boolean;
  out: string;
  seed: string;
  particles?: string;
  shard?: string;
  json?: boolean;
  quiet?: boolean;
  dryRun?: boolean;
}

export function addCertify(program: Command): void {
  program
    .command('certify [claim...]')
    .description("the theorem's claims, each an experiment with a verdict: certificate.json and report.html in --out")
    .option('--quick', 'a sixteenth of the particles: minutes on a processor')
    .option('--out <dir>', 'folder of the certificate', join('runs', 'certificate'))
    .option('--seed <n>', 'seed of all random streams', '1')
    .option('--particles <n>', 'particles at each point of every experiment, in place of what the claims ask for')
    .option('--adapter <choice>', 'auto, software, or text from the name of an adapter', 'auto')
    .option('--shard <i/n>', 'only part i of n of every experiment, for merge; by default as a job array says')
    .option(
      '--resume',
      'keeps the experiments in --out that are done, and goes on from the checkpoint of the one that is not',
    )
    .option('--checkpoint <seconds>', 'time between two checkpoints', '60')
    .option('--json', 'the certificate on standard output, and nothing else there')
    .option('--quiet', 'no progress')
    .option('--dry-run', 'only the experiments that would run')
    .action(run);
}

async function run(names: string[], options: CertifyOptions): Promise<void> {
  const chosen = names.length === 0 ? claims : names.map(claimNamed);
  const settings = settingsOf(options);
  const runs = planRuns(chosen, settings);
  if (options.dryRun) return describeRuns(runs);
  const { out } = options;
  const shard = shardChoice(options.shard);
  prepareFolder(out);
  const free = lockFolder(out, shard === null ? '' : `-${shard.index}-of-${shard.count}`);
  const spent = wallClock();
  try {
    keepSettings(out, chosen, settings, shard !== null);
    if (shard !== null) return await runShards(runs, shard, options);
    const finished = await runClaims(runs, options);
    finish(await writeCertificate(out, finished, settings, spent()), options);
  } finally {
    free();
  }
}

/** Shows a certificate, and sets the exit status by its verdict. */
export function finish(
  certificate: Certificate,
  { out, json, quiet }: { out: string; json?: boolean; quiet?: boolean },
) {
  process.stdout.write(`${json ? JSON.stringify(certificate, null, 2) : renderClaims(certificate)}\n`);
  if (!quiet) process.stderr.write(`files in ${out}\n`);
  if (certificate.verdict !== 'holds') process.exitCode = exitStatus.doesNotHold;
}

function settingsOf({ quick, seed, particles }: CertifyOptions): CertificateSettings {
  const size = quick === true ? 'quick' : 'full';
  return {
    size,
    seed: wholeOf('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
    ...(particles !== undefined && { particles: wholeOf('--particles', particles, 1, 2 ** 48) }),
  };
}

function wholeOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value;
  throw new ErgodicError('badInput', `${option}: found '${text}', expected a whole number from ${least} to ${most}`);
}

function describeRuns(runs: readonly ClaimRun[]): void {
  const lines = runs.map(({ claim, name, plan }) => {
    const steps = formatCount(Number(particleSteps(plan)));
    return `${`${claim.id}/${name}`.padEnd(44)} ${steps.padStart(16)} particle-steps  ${plan.hash.slice(0, 12)}`;
  });
  const total = runs.reduce((sum, { plan }) => sum + Number(particleSteps(plan)), 0);
  process.stdout.write(`${[...lines, `${'in all'.padEnd(44)} ${formatCount(total).padStart(16)}`].join('\n')}\n`);
}
