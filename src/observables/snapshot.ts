import { z } from 'zod';
import type { Observable } from '../model/observable';

const schema = z.strictObject({
  count: z
    .int()
    .min(1)
    .max(2 ** 24)
    .describe('Number of particles, the first of each sweep point'),
});

/** Final coordinates of the first particles: they go to the arrays, row-major (sweep point, particle, coordinate). */
export const snapshot: Observable<z.infer<typeof schema>> = {
  kind: 'snapshot',
  title: 'Final coordinates of the first particles, in the arrays',
  reports: { count: 'number of particles' },
  source: '',
  schema,
  observe(spec, context) {
    const count = Math.min(spec.count, context.particles);
    return {
      every: 1,
      expressions: [],
      blocks: [],
      pilot: [],
      settings: () => [],
      record: { wgsl: () => [], twin: () => {} },
      report: () => ({ values: { count } }),
      snapshot: count,
    };
  },
};
