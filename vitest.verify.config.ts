import { defineConfig } from 'vitest/config';
import base from './vitest.config';

/** The long checks of every capability: `npm run verify`. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/verify/**/*.verify.ts'], testTimeout: 3_600_000, hookTimeout: 3_600_000 },
});
