// `npm run play -- ID`: the student's own training, run in the sandbox and watched as the lesson watches it.

import path from 'node:path';
import { plainText } from '../../reports/plainText.ts';
import { findExercise, readCourse, type Course } from '../course.ts';
import type { Argument } from '../sandbox/protocol.ts';
import { readSubmission, type Submission } from '../submission.ts';
import { PLAY_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { openBundler, openSandbox } from './open.ts';
import { drawBlobs, EXAMPLES } from './play/blobs.ts';
import { LiveChart, trainedLines } from './play/screen.ts';
import { NotTrained, trainOnce } from './play/training.ts';
import { fromCaller, readNumber, readSeed, readWhole, readWords, UsageError } from './usage.ts';

const OPTIONS = {
  lr: { type: 'string', default: '0.05' },
  hidden: { type: 'string', default: '16' },
  steps: { type: 'string', default: '2000' },
  batch: { type: 'string', default: '32' },
  seed: { type: 'string', default: '1' },
  dir: { type: 'string' },
  'random-centres': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** What can be played with, and how many hidden layers each has. */
const HIDDEN_LAYERS: Record<string, number> = { '03-train': 1, '04-three-layer': 2 };
const LIBRARIES = ['ml-matrix'];

/** Exercises that train, but not here. */
const ELSEWHERE: Record<string, string> = {
  '05-tanh':
    '05-tanh has no train of its own: npm run grade -- 05 trains with its functions and draws the curves.',
  '06-mnist':
    '06-mnist trains on the real digits, not on blobs: npm run grade -- 06 runs it and shows the loss.',
};

const MOST_HIDDEN = 1024;
const MOST_STEPS = 100_000;
/** Characters of what the code printed. */
const OUTPUT_LIMIT = 4000;
const MESSAGE_LIMIT = 1000;

/** Trains once, and shows the losses. */
export async function playCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  if (values.help) {
    process.stdout.write(PLAY_HELP);
    return 0;
  }
  const course = readCourse(root);
  const id = chooseExercise(course, positionals);
  const seed = readSeed(values.seed) ?? 1;
  const steps = readWhole('steps', values.steps, [1, MOST_STEPS]);
  const hidden = readWhole('hidden', values.hidden, [1, MOST_HIDDEN]);
  const options: { [name: string]: Argument } = {
    hidden: HIDDEN_LAYERS[id] === 1 ? hidden : { shape: [2], data: Float64Array.of(hidden, hidden) },
    lr: readNumber('lr', values.lr),
    batchSize: readWhole('batch', values.batch, [1, EXAMPLES]),
    steps,
    rng: { kind: 'draws', seed },
    onStep: { kind: 'listener' },
  };
  const folder = values.dir === undefined ? path.join(root, 'exercises') : fromCaller(values.dir);
  const blobs = drawBlobs(seed, values['random-centres']);
  return play({ root, course, id, submission: readSubmission(folder), blobs, options, steps });
}

interface Play {
  root: string;
  course: Course;
  id: string;
  submission: Submission;
  blobs: ReturnType<typeof drawBlobs>;
  options: { [name: string]: Argument };
  steps: number;
}

async function play({ root, course, id, submission, blobs, options, steps }: Play): Promise<ExitCode> {
  const bundler = openBundler(root);
  const sandbox = await openSandbox(root, course, 'auto');
  const live = new LiveChart(steps, process.stdout);
  const limits = findExercise(course, id)?.limits ?? course.limits;
  try {
    const file = fileIn(submission, id);
    const onStep = live.add.bind(live);
    const training = { submission, file, libraries: LIBRARIES, blobs, options, onStep };
    const trained = await trainOnce({ bundler, sandbox, limits }, training);
    live.clear();
    show(trainedLines(trained), trained.output);
    return 0;
  } catch (error) {
    live.clear();
    if (!(error instanceof NotTrained)) throw error;
    show([], error.output);
    process.stderr.write(`${inOneLine(error.message)}\n`);
    return 1;
  } finally {
    bundler.close();
  }
}

function chooseExercise(course: Course, names: readonly string[]): string {
  const playable = Object.keys(HIDDEN_LAYERS);
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new UsageError(`Name one exercise to play with: ${playable.join(' or ')}.`);
  const known = [...playable, ...Object.keys(ELSEWHERE)].map((id) => ({ id }));
  const found = findExercise({ exercises: known }, name) ?? findExercise(course, name);
  if (!found) throw new UsageError(`There is no exercise "${name}": play runs ${playable.join(' or ')}.`);
  if (playable.includes(found.id)) return found.id;
  throw new UsageError(
    ELSEWHERE[found.id] ?? `${found.id} has nothing to train: play runs ${playable.join(' or ')}.`,
  );
}

/** The exercise's file in the submission; NotTrained where it is not there. */
function fileIn({ files, refused, problem }: Submission, id: string): string {
  const file = `${id}.ts`;
  if (problem !== null) throw new NotTrained(problem);
  if (!files.has(file))
    throw new NotTrained(refused.get(file)?.message ?? `There is no ${file} in this folder: write it first.`);
  return file;
}

/** Lines of ours, then what the student's code printed. */
function show(lines: string[], output: string): void {
  const printed = plainText(output.trimEnd(), OUTPUT_LIMIT);
  const all = printed === '' ? lines : [...lines, '', 'What the code printed:', printed];
  if (all.length > 0) process.stdout.write(`${all.join('\n')}\n`);
}

function inOneLine(message: string): string {
  return plainText(message, MESSAGE_LIMIT).replaceAll(/\s+/gu, ' ').trim();
}
