// The table "Who may import whom" of docs/architecture.md, as targets that a file may import; it may import no other.

/** One row as seen from one file; the linter reads a row by folder and depth, so several files may stand for one row. */
export interface Row {
  /** The importing file, written by the test; it need not exist in the project. */
  from: string;
  /** Those of `targets` that it may import. */
  allowed: string[];
}

/** Files of each folder: at its top, and deeper where the rules tell depths apart. They need not exist either. */
const bench = ['bench/matmul.ts'];
const exercises = ['exercises/01-forward.ts'];
const graders = ['graders/01-forward.grade.ts', 'graders'];
const support = ['graders/support/matchers.ts', 'graders/support/inputs/blobs.ts'];
const engine = ['harness/bundle.ts', 'harness/cli/main.ts', 'harness/results.ts', 'harness'];
const courseFile = ['harness/course/kept.ts'];
const course = ['harness/course.ts', 'harness/course/schemas.ts', 'harness/course/yaml.ts', ...courseFile];
const result = ['harness/result.ts'];
const gradebook = ['harness/gradebook.ts'];
const job = ['harness/job.ts'];
const host = ['harness/sandbox/host.ts'];
const protocol = ['harness/sandbox/protocol.ts', 'harness/sandbox/protocol/frames.ts'];
const child = ['harness/sandbox/child.ts', 'harness/sandbox/child/load.ts'];
const maths = ['reference/ndarray.ts', 'reference/float64/mlp.ts'];
/** The folder alone, as a path to an index would have it. */
const wholeReference = ['reference'];
const devices = ['reference/devices.ts', 'reference/devices/webgpu.ts'];
const kernels = ['reference/kernels.ts', 'reference/kernels/matmul.ts'];
const reports = ['reports/html.ts', 'reports/plots/heatMap.ts'];
const solutions = ['solutions/01-forward.ts'];
const tests = ['tests/result.test.ts', 'tests/harness/bundle.test.ts'];

/** Packages that have their place, and two that may be had almost anywhere. */
const lesson = ['ml-matrix', '@tensorflow/tfjs', '@jax-js/jax'];
const tfjs = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js',
];
const vitest = ['vitest', 'vitest/node'];
const anyPackage = ['node:fs', 'yaml'];

const harness = [...engine, ...course, ...job, ...result, ...gradebook, ...host, ...protocol, ...child];
const reference = [...maths, ...devices, ...kernels];
const ours = [
  bench,
  exercises,
  graders,
  support,
  harness,
  reference,
  wholeReference,
  reports,
  solutions,
  tests,
].flat();

/** Everything that is planted; a row forbids what it does not allow. */
export const targets = [...new Set([...ours, ...lesson, ...tfjs, 'handlebars', ...vitest, ...anyPackage])];

const ofHarness = [...harness, ...reports, ...devices, ...anyPackage];
const ofChild = [...child, ...protocol, ...kernels, ...lesson, ...tfjs, ...anyPackage];

/** Every row, from every depth that its rule tells apart. */
export const importTable: Row[] = [
  row('exercises/03-train.ts', exercises, lesson),
  row('solutions/03-train.ts', solutions, lesson),
  row('reference/planted.ts', reference, tfjs, anyPackage, ['@jax-js/jax']),
  row('reference/float64/planted.ts', reference, tfjs, anyPackage, ['@jax-js/jax']),
  row('reference/kernels.ts', kernels, tfjs),
  row('reference/kernels/planted.ts', ['reference/kernels/matmul.ts'], tfjs),
  row('graders/02-backward.grade.ts', support, reference, vitest, anyPackage, ['@jax-js/jax']),
  ...['graders/support/planted.ts', 'graders/support/inputs/planted.ts'].map((from) =>
    row(
      from,
      support,
      reference,
      wholeReference,
      host,
      protocol,
      job,
      result,
      courseFile,
      vitest,
      anyPackage,
      ['@jax-js/jax'],
    ),
  ),
  row('reports/planted.ts', reports, result, gradebook, anyPackage, ['handlebars', '@jax-js/jax']),
  row('reports/plots/planted.ts', reports, result, gradebook, anyPackage, ['handlebars', '@jax-js/jax']),
  row('harness/planted.ts', ofHarness, ['@jax-js/jax']),
  row('harness/cli/commands/planted.ts', ofHarness, ['@jax-js/jax']),
  row('harness/sandbox/host.ts', ofHarness, ['@jax-js/jax']),
  row('harness/engine/planted.ts', ofHarness, vitest, ['@jax-js/jax']),
  row('harness/grade.ts', ofHarness, vitest, ['@jax-js/jax']),
  row('harness/grade/planted.ts', ofHarness, vitest, ['@jax-js/jax']),
  row('harness/sandbox/child.ts', ofChild),
  row('harness/sandbox/child/planted.ts', ofChild),
  row('starter/planted.ts', vitest, anyPackage),
  row('tests/harness/planted.test.ts', targets),
  row('bench/planted.ts', targets),
];

function row(from: string, ...allowed: string[][]): Row {
  return { from, allowed: allowed.flat() };
}
