import { z } from 'zod';

/** Records are taken after steps every, 2·every, … */
export const every = z
  .int()
  .min(1)
  .max(2 ** 31)
  .default(1)
  .describe('Steps between two records');

/** Expressions that are observed together. */
export const expressions = z.array(z.string()).min(1).max(256);
