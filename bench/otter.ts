// The peer of a batch: Otter-Grader on 01-forward in NumPy, with the inputs and the checks of ours, where Python has it.
//
// It runs as `otter run`, one process a submission, which starts a Jupyter kernel for it. Otter's own way for a class is
// `otter grade`, a Docker container a submission: that needs Docker, and starts more than is started here.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { drawCases, extremeLogits, type Logits } from '../graders/support/cases.ts';
import { named } from '../reference/float64/mlp.ts';
import { crossEntropy, softmax } from '../reference/float64/softmax.ts';
import { scalar, type NdArray } from '../reference/ndarray.ts';
import { PYTHON } from './peer.ts';

const run = promisify(execFile);
const files = path.join(import.meta.dirname, 'otter');

const EXERCISE = '01-forward';
const SEED = 1;

/** Characters of a complaint that are told. */
const COMPLAINT_LIMIT = 200;

export interface OtterRate {
  version: string;
  seconds: number;
}

/** Seconds that Otter takes for `count` right submissions one after another; why there are none where it does not run here. */
export async function otterRate(count: number): Promise<OtterRate | string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-otter-'));
  try {
    const version = await versionOf();
    if (version === null) return 'not here; HANDGRAD_PYTHON may name a Python that has otter-grader';
    await makeAutograder(folder);
    const submission = path.join(folder, 'forward.py');
    const text = readFileSync(path.join(files, 'forward.py'), 'utf8');
    const started = performance.now();
    for (let index = 0; index < count; index++) {
      writeFileSync(submission, `${text}\n# Submission ${index}\n`);
      await gradeOne(folder, submission);
    }
    return { version, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    return `it does not run here: ${complaintOf(error)}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The last words of what failed. */
function complaintOf(error: unknown): string {
  const { stderr = '', message = '' } = error as { stderr?: string; message?: string };
  const words = stderr.trim() === '' ? message : stderr;
  return words.trim().replaceAll(/\s+/g, ' ').slice(-COMPLAINT_LIMIT);
}

async function versionOf(): Promise<string | null> {
  const words = ['-c', 'import importlib.metadata as m; print(m.version("otter-grader"))'];
  return run(PYTHON, words).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}

/** Its zip of tests and stored values. */
async function makeAutograder(folder: string): Promise<void> {
  writeFileSync(path.join(folder, 'values.json'), JSON.stringify(storedCalls()));
  const tests = path.join(files, 'tests');
  await otter(
    folder,
    'generate',
    '--tests-dir',
    tests,
    '--no-environment',
    '--no-requirements',
    'values.json',
  );
}

/** Throws where a check fails: the submission is right. */
async function gradeOne(folder: string, submission: string): Promise<void> {
  const out = path.join(folder, 'out');
  mkdirSync(out, { recursive: true });
  await otter(folder, 'run', '--no-logo', '--output-dir', out, submission);
  const { tests } = JSON.parse(readFileSync(path.join(out, 'results.json'), 'utf8')) as Results;
  const scored = tests.filter(({ max_score: most = 0 }) => most > 0);
  if (scored.length === 0 || scored.some(({ score, max_score }) => score !== max_score))
    throw new Error(`a right submission did not pass: ${JSON.stringify(tests.at(-1))}`);
  rmSync(out, { recursive: true });
}

interface Results {
  tests: { score?: number; max_score?: number }[];
}

function otter(cwd: string, ...words: string[]): Promise<unknown> {
  return run(PYTHON, ['-m', 'otter', ...words], { cwd });
}

/** A call, and what it should give; `check` is the one of ours that judges it. */
interface Call {
  check: string;
  function: string;
  given: unknown[];
  want: unknown;
}

/** The inputs that our grader draws for a seed, and the reference's answers. */
function storedCalls(): Call[] {
  const cases = drawCases(SEED, EXERCISE);
  const logits = cases.map(({ name, pass, y }) => ({ name, z: named(pass.cache, 'z2'), y }));
  const extremes = extremeLogits(SEED, EXERCISE);
  const layers = cases.flatMap(({ X, params, pass: { cache } }): Call[] => {
    const [W1, b1, W2, b2] = ['W1', 'b1', 'W2', 'b2'].map((name) => named(params, name));
    const [z1, a1, z2] = ['z1', 'a1', 'z2'].map((name) => named(cache, name));
    return [
      { check: 'linear', function: 'linear', given: [X, W1, b1].map(plain), want: plain(z1) },
      { check: 'linear', function: 'linear', given: [a1, W2, b2].map(plain), want: plain(z2) },
      { check: 'relu', function: 'relu', given: [plain(z1)], want: plain(a1) },
      {
        check: 'forward',
        function: 'forward',
        given: [plain(X), { W1: plain(W1), b1: plain(b1), W2: plain(W2), b2: plain(b2) }],
        want: { z1: plain(z1), a1: plain(a1), z2: plain(z2) },
      },
    ];
  });
  return [...layers, ...logits.flatMap(onLogits('')), ...extremes.flatMap(onLogits('-extreme'))];
}

function onLogits(suffix: string): (logits: Logits) => Call[] {
  return ({ z, y }) => [
    { check: `softmax${suffix}`, function: 'softmax', given: [plain(z)], want: plain(softmax(z)) },
    {
      check: `cross-entropy${suffix}`,
      function: 'cross_entropy',
      given: [plain(z), [...y]],
      want: plain(scalar(crossEntropy(z, y))),
    },
  ];
}

function plain(array: NdArray | undefined): { shape: readonly number[]; data: number[] } {
  return { shape: array?.shape ?? [], data: [...(array?.data ?? [])] };
}
