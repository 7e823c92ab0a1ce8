import { defineConfig } from 'vitest/config';

/** Milliseconds: the tests start real processes, and a cold one on a slow machine takes seconds. */
const TEST_TIMEOUT = 60_000;

/** The project's own tests; the graders run in an instance of their own, which harness/ configures. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Once, so that no two tests build what the command runs.
    globalSetup: ['tests/build.mjs'],
    // tests/submissions/ holds what students hand in, some of it named like a test on purpose.
    exclude: ['tests/submissions/**', 'dist/**', 'node_modules/**'],
    // A process each: threads would share process-wide state such as the signals that the sandbox ignores.
    pool: 'forks',
    // All cores: Vitest leaves one idle for itself, and its own work here is to wait for processes.
    maxWorkers: '100%',
    testTimeout: TEST_TIMEOUT,
    hookTimeout: TEST_TIMEOUT,
    watch: false,
    // The same order every time; a test that needs another order is wrong, but it is wrong every time.
    sequence: { shuffle: false },
  },
});
