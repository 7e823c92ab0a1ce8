// What grading found, as plain data: the shape of result.json. Every report is a pure function of it.

export const RESULT_SCHEMA = 'handgrad/result/v1';

/** *failed* is the student's; *errored* is ours and never costs points. */
export type CheckStatus = 'passed' | 'failed' | 'errored' | 'timed-out' | 'skipped';
export type ExerciseStatus = 'passed' | 'failed' | 'errored' | 'not-started';

/** Where in the student's own source something was found; line and column count from 1. */
export interface Diagnostic {
  file: string;
  line: number;
  column: number;
  message: string;
  /** A warning (a type error, say) is shown and costs nothing. */
  severity: 'error' | 'warning';
}

/** Which entries of one tensor are off, without any value of it: 0 right, 1 to 4 off by ever more, 5 not a number. */
export interface HeatMap {
  tensor: string;
  shape: [rows: number, columns: number];
  levels: number[];
}

/** What a verdict rests on; never a whole tensor, never a hidden input. */
export interface Evidence {
  /** Where the numbers part most, such as `dW1[2, 3]`. */
  where?: string;
  expected?: number | string;
  got?: number | string;
  /** The largest |got - want|, relative to the largest |want|. */
  relativeError?: number;
  /** How many entries differ, of how many. */
  differing?: [off: number, of: number];
  /** The case it was seen on, in words, such as `8 examples, 5 inputs, 7 hidden, 3 classes`. */
  input?: string;
  /** In which part the numeric gradients place the fault. */
  faultIn?: 'forward' | 'loss' | 'backward';
  heatMap?: HeatMap;
}

/** Points of a line; NaN does not travel, so a gap is null. */
export interface Series {
  name: string;
  x: number[];
  y: (number | null)[];
}

/** A picture that belongs to an exercise. Its caption says in words what it shows. */
export type Figure = { title: string; caption: string } & (
  | { kind: 'lines'; xLabel: string; yLabel: string; isLogarithmic: boolean; series: Series[] }
  /** Counts by row and column, row-major, such as a confusion matrix. */
  | {
      kind: 'grid';
      rowLabel: string;
      columnLabel: string;
      rows: string[];
      columns: string[];
      counts: number[];
    }
  /** Grey pictures; pixels are bytes from 0 (background) to 255, row-major, in base64. */
  | { kind: 'images'; images: { width: number; height: number; pixels: string; label: string }[] }
);

export interface CheckResult {
  id: string;
  title: string;
  status: CheckStatus;
  score: number;
  maxScore: number;
  message: string | null;
  hint: string | null;
  misconception: string | null;
  evidence: Evidence | null;
  durationMs: number;
}

export interface ExerciseResult {
  id: string;
  title: string;
  /** Its file in the submission, such as `02-backward.ts`. */
  file?: string;
  status: ExerciseStatus;
  score: number;
  maxScore: number;
  bonus: boolean;
  /** Why the whole exercise is failed, errored or not started. */
  message: string | null;
  diagnostics: Diagnostic[];
  checks: CheckResult[];
  figures: Figure[];
  /** What the student's code printed, cut at a stated length. */
  output: string;
}

export interface Environment {
  handgrad: string;
  node: string;
  os: string;
  device: string;
  deviceDetail: string;
  sandbox: string;
  /** What the sandbox in use does not keep in, in one sentence; empty when it holds against attackers. */
  sandboxDetail: string;
}

/** Points that an instructor gave in place of what was graded. */
export interface Override {
  exercise: string;
  points: number;
  /** What the grader had given; null where it could give nothing. */
  graded: number | null;
  reason: string;
}

/** How late, and what it costs. */
export interface Lateness {
  /** Whole days, begun ones counted; 0 in time. */
  days: number;
  /** Percent of the points that are taken off. */
  percentOff: number;
}

/** What the rules of a class make of a result; the result's own scores stay as they were graded. */
export interface Adjustment {
  /** Final points of the core exercises, and of the bonus ones; null where the grader failed. */
  score: number | null;
  bonus: number | null;
  overrides: Override[];
  late: Lateness | null;
}

/** Files of a student's repository that are not theirs: which are missing, changed or more than were given out. */
export interface ProtectedFiles {
  changed: string[];
  /** How many more there are than are named. */
  more: number;
}

export interface Result {
  schema: typeof RESULT_SCHEMA;
  /** Set where 06 was only practised on a part of its data (`--quick`): such a result is no grade. */
  quick?: true;
  /** Set by a batch whose rules change something. */
  adjusted?: Adjustment;
  submission: { id: string; sha256: string };
  gradedAt: string;
  durationMs: number;
  seed: number;
  environment: Environment;
  status: 'passed' | 'failed' | 'errored';
  score: number;
  maxScore: number;
  bonus: number;
  maxBonus: number;
  exercises: ExerciseResult[];
  /** Set where the submission is a repository made by `starter`; it costs no points. */
  protectedFiles?: ProtectedFiles;
}
