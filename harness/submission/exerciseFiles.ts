// What students hand in: a tree is looked through by these names before any course is read. A test holds them to the rubric.

/** The file of each exercise. */
export const EXERCISE_FILES: ReadonlySet<string> = new Set([
  '01-forward.ts',
  '02-backward.ts',
  '03-train.ts',
  '04-three-layer.ts',
  '05-tanh.ts',
  '06-mnist.ts',
  '07-pick-the-bug.yaml',
  '08-self-check.yaml',
  '09-activations.ts',
  '10-ports.ts',
]);
