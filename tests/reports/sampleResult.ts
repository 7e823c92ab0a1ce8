// Results made up for the tests of reports: nothing here was graded.

import type { CheckResult, Diagnostic, ExerciseResult, HeatMap, Result } from '../../harness/result.ts';

/** A result in which everything passed, with the fields given put over it. */
export function sampleResult(fields: Partial<Result> = {}): Result {
  return {
    schema: 'handgrad/result/v1',
    submission: { id: 'ada', sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    gradedAt: '2026-11-23T17:00:00.000Z',
    durationMs: 2140,
    seed: 2675363969,
    environment: {
      handgrad: '0.1.0',
      node: '20.20.2',
      os: 'linux-x64',
      device: 'wasm',
      deviceDetail: 'SIMD, 4 threads',
      sandbox: 'bubblewrap+permission',
      sandboxDetail: '',
    },
    status: 'passed',
    score: 12,
    maxScore: 12,
    bonus: 0,
    maxBonus: 0,
    exercises: [sampleExercise()],
    ...fields,
  };
}

/** A passed exercise of six checks, with the fields given put over it. */
export function sampleExercise(fields: Partial<ExerciseResult> = {}): ExerciseResult {
  return {
    id: '01-forward',
    title: 'The forward pass',
    status: 'passed',
    score: 12,
    maxScore: 12,
    bonus: false,
    message: null,
    diagnostics: [],
    checks: [
      sampleCheck({ id: 'linear', title: '`linear` is `X @ W + b`' }),
      sampleCheck({ id: 'relu', title: '`relu` keeps what is positive' }),
      sampleCheck({ id: 'softmax', title: '`softmax` makes each row sum to 1' }),
      sampleCheck({ id: 'softmax-stable', title: '`softmax` is safe for logits of 1e4' }),
      sampleCheck({ id: 'loss', title: '`crossEntropy` is the mean over the batch' }),
      sampleCheck({ id: 'forward', title: '`forward` returns `z1`, `a1` and `z2`' }),
    ],
    figures: [],
    output: '',
    ...fields,
  };
}

/** A passed check of two points, with the fields given put over it. */
export function sampleCheck(fields: Partial<CheckResult> = {}): CheckResult {
  return {
    id: 'check',
    title: 'A check',
    status: 'passed',
    score: 2,
    maxScore: 2,
    message: null,
    hint: null,
    misconception: null,
    evidence: null,
    durationMs: 3,
    ...fields,
  };
}

/** A failed check that shows all there is to show. */
export function failedCheck(fields: Partial<CheckResult> = {}): CheckResult {
  return sampleCheck({
    id: 'dW1',
    title: '`dW1` is `X.T @ dz1`',
    status: 'failed',
    score: 0,
    message:
      '`dW1[2, 3]` is 0.31, expected 0.03875 (28 of 35 entries differ): every gradient is 8 times too large.',
    hint: 'The loss is a mean over the batch, so somewhere a `1/B` belongs.\nLook at `dz2` first.',
    misconception: 'batch-mean-missing',
    evidence: {
      where: 'dW1[2, 3]',
      expected: 0.03875,
      got: 0.31,
      relativeError: 7,
      differing: [28, 35],
      input: '8 examples, 5 inputs, 7 hidden, 3 classes',
      faultIn: 'backward',
      heatMap: sampleHeatMap(5, 7),
    },
    ...fields,
  });
}

/** A heat map in which the levels 0 to 5 follow one another, in rows. */
export function sampleHeatMap(rows: number, columns: number): HeatMap {
  const levels = Array.from({ length: rows * columns }, (_, index) => index % 6);
  return { tensor: 'dW1', shape: [rows, columns], levels };
}

/** A type warning in 02-backward.ts. */
export function sampleWarning(fields: Partial<Diagnostic> = {}): Diagnostic {
  return {
    file: '02-backward.ts',
    line: 12,
    column: 5,
    message: 'Type `number` is not assignable to type `Matrix`.',
    severity: 'warning',
    ...fields,
  };
}
