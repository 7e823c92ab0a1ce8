// The course's secret: with it no author can predict the inputs of a submission.

/** In the environment and not among the words of the command, which everybody on the machine can see. */
const SECRET = 'HANDGRAD_SECRET';

/** Null where there is none; an empty one is none. */
export function courseSecret(environment = process.env): string | null {
  const secret = environment[SECRET] ?? '';
  return secret === '' ? null : secret;
}
