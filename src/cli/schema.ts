import type { Command } from 'commander';
import { experimentJsonSchema } from '../experiment';

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('the JSON Schema of the experiment file')
    .action(() => {
      process.stdout.write(`${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
    });
}
