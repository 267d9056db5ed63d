import { Command } from 'commander';
import { version } from '../../package.json';
import { addBench } from './bench';
import { addCatalogue } from './catalogue';
import { addCertify } from './certify';
import { addDoctor } from './doctor';
import { reportFailure } from './failure';
import { addMerge } from './merge';
import { addReport } from './report';
import { addRun } from './run';
import { addSchema } from './schema';

/**
 * The command `ergodic`. Sets `process.exitCode` and returns when its work is done; the process then ends by itself.
 *
 * @param args what was typed after the command's name
 */
export async function main(args: readonly string[]): Promise<void> {
  ignoreClosedOutput();
  try {
    await createProgram().parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

function createProgram(): Command {
  const program = new Command('ergodic')
    .description(
      'Runs ensembles of stochastic particles and measures their stationary law, each number with its error.',
    )
    .version(version)
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride();
  for (const add of [addRun, addCertify, addMerge, addReport, addCatalogue, addBench, addDoctor, addSchema])
    add(program);
  return program;
}

/** A reader such as `head` may close the pipe early: what is left to say then has no reader, which is no failure. */
function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
