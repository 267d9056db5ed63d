import type { Command } from 'commander';
import { version } from '../../package.json';
import { exitStatus } from '../errors';
import { formatCount } from '../report/format';
import { type AdapterReport, type ListedAdapter, listAdapters } from './adapters';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('adapters, drivers, limits, what is missing and the command that mends it')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const report = await listAdapters();
      const machine = { version, node: process.version, platform: `${process.platform}-${process.arch}` };
      const text = options.json ? JSON.stringify({ ...machine, ...report }, null, 2) : describe(machine, report);
      process.stdout.write(`${text}\n`);
      if (report.adapters.length === 0) process.exitCode = exitStatus.noAdapter;
    });
}

function describe(machine: Record<string, string>, { adapters, drivers, missing }: AdapterReport): string {
  return [
    `ergodic ${machine.version}, Node ${machine.node}, ${machine.platform}`,
    `drivers: ${drivers.length > 0 ? drivers.join(', ') : 'none found'}`,
    ...(adapters.length > 0 ? adapters.flatMap(describeAdapter) : ['adapters: none']),
    ...missing.map(({ what, mend }) => `missing: ${what}\n  to mend it: ${mend}`),
  ].join('\n');
}

const shownLimits = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeInvocationsPerWorkgroup'];

function describeAdapter({ adapter, software, driver, limits, features }: ListedAdapter): string[] {
  return [
    `adapter: ${adapter}${software ? ' (software)' : ''}`,
    `  driver: ${driver}`,
    ...shownLimits.filter((name) => name in limits).map((name) => `  ${name}: ${formatCount(limits[name])}`),
    `  features: ${features.join(', ') || 'none'}`,
  ];
}
