// When tests of something that a machine lacks may be left out.

/**
 * Anywhere but in a CI job; there only what the job itself says it does without, in HANDGRAD_WITHOUT, such as
 * `bubblewrap,redis,chromium`. Whoever leaves a test out prints why.
 */
export function mayLeaveOut(
  need: 'bubblewrap' | 'chromium' | 'permission' | 'redis',
  env = process.env,
): boolean {
  const { CI, HANDGRAD_WITHOUT = '' } = env;
  return CI !== 'true' || HANDGRAD_WITHOUT.split(',').includes(need);
}
