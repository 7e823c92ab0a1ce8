// When tests of something that a machine lacks may be left out.

import { spawnSync } from 'node:child_process';

/** What tests run beside Node and npm, and not every machine has. */
type Program = 'bash' | 'git' | 'mkfifo' | 'perl' | 'ps' | 'python3' | 'taskset' | 'zip';

/**
 * Anywhere but in a CI job; there only what the job itself says it does without, in HANDGRAD_WITHOUT, such as
 * `bubblewrap,redis,chromium`. Whoever leaves a test out prints why.
 */
export function mayLeaveOut(
  need: 'bubblewrap' | 'chromium' | 'permission' | 'redis' | Program,
  env = process.env,
): boolean {
  const { CI, HANDGRAD_WITHOUT = '' } = env;
  return CI !== 'true' || HANDGRAD_WITHOUT.split(',').includes(need);
}

/** Whether tests are left out for one of the programs they run, which is said. */
export function skippedWithout(what: string, ...programs: Program[]): boolean {
  const missing = programs.find((program) => mayLeaveOut(program) && isMissing(program));
  if (missing !== undefined) process.stdout.write(`skipped: ${what}, for ${missing} is not here\n`);
  return missing !== undefined;
}

function isMissing(program: Program): boolean {
  const { error }: { error?: NodeJS.ErrnoException } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  return error?.code === 'ENOENT';
}
