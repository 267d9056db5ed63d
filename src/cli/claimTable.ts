import Table from 'cli-table3';
import type { Certificate, CertifiedClaim } from '../certificate';
import { formatCount, formatNumber, formatSeconds } from '../report/format';
import { colorsFor } from './colors';

type Colors = ReturnType<typeof colorsFor>;

/** A certificate as a person reads it in a terminal: a line a claim, then the numbers that are not as claimed. */
export function renderClaims(certificate: Certificate, stream: NodeJS.WriteStream = process.stdout): string {
  const colors = colorsFor(stream);
  const table = new Table({
    head: ['claim', 'the seed', 'what is true', 'numbers', 'largest |z| / limit'].map(colors.bold),
    colAligns: ['left', 'left', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const claim of certificate.claims) table.push(lineOf(claim, colors));
  return [
    table.toString(),
    ...certificate.claims.flatMap((claim) => open(claim, colors)),
    lastLine(certificate, colors),
  ].join('\n');
}

function lineOf({ id, seedVerdict, verdict, evidence }: CertifiedClaim, colors: Colors): string[] {
  const tested = evidence.filter(({ test, z }) => test === 'equal' && z !== null);
  const largest = tested.reduce((most, { z, limit }) => Math.max(most, Math.abs(z!) / limit), 0);
  return [id, seedVerdict, coloured(verdict, colors), String(evidence.length), largest.toFixed(2)];
}

function coloured(verdict: string, colors: Colors): string {
  if (verdict === 'holds') return colors.green(`✓ ${verdict}`);
  return verdict === 'fails' ? colors.red(`✗ ${verdict}`) : colors.yellow(`? ${verdict}`);
}

const show = (x: number | null) => (x === null ? '—' : formatNumber(x, 5));

function open({ id, verdict, evidence, particlesNeeded }: CertifiedClaim, colors: Colors): string[] {
  const lines = evidence
    .filter((one) => one.verdict !== 'holds')
    .map(({ quantity, value, standardError, test, expected, z, limit, verdict }) => {
      const asked = test === 'equal' ? 'expected' : `expected ${test}`;
      const measured = `${show(value)} ± ${show(standardError)}, ${asked} ${show(expected)}`;
      return `${coloured(verdict, colors)}  ${id}: ${quantity}: ${measured}; z ${show(z)}, limit ${formatNumber(limit, 3)}`;
    });
  if (verdict !== 'inconclusive') return lines;
  const rest =
    particlesNeeded == null
      ? 'more particles would not settle it'
      : `${formatCount(particlesNeeded)} particles a point would settle it: --particles ${particlesNeeded}`;
  return [...lines, `   ${id}: ${rest}`];
}

function lastLine({ claims, verdict, machine, timing, falseAlarms }: Certificate, colors: Colors): string {
  const count = claims.reduce((sum, { evidence }) => sum + evidence.length, 0);
  const work = `${formatCount(timing.particleSteps)} particle-steps in ${formatSeconds(timing.wall)} on ${machine.adapter}`;
  const rate = `a correct engine fails once in ${formatCount(Math.round(1 / falseAlarms))} certificates`;
  return `${coloured(verdict, colors)}: ${claims.length} claims, ${count} numbers, ${work}; ${rate}`;
}
