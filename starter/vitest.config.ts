// For an editor's test view and for `npm test`: every check of every exercise as a test.

import { defineConfig } from 'vitest/config';

/** The longest exercise may take a quarter of an hour, and it waits for nobody (ms). */
const EXERCISE_TIMEOUT = 20 * 60 * 1000;

export default defineConfig({
  test: {
    include: ['exercises.test.ts'],
    testTimeout: EXERCISE_TIMEOUT,
    hookTimeout: EXERCISE_TIMEOUT,
    // A failed check says why in its message; where in this file it was noticed is of no interest.
    includeTaskLocation: false,
    watch: false,
  },
});
