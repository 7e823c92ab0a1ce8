// SIGUSR1 has a Node process open its inspector, through which everything in it can be changed.

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { exerciseOf, gradeInto, submissionWith } from './command.ts';
import { EXERCISE } from './hostile/attacks.ts';
import { descendantsOf, isListening } from './processes.ts';

/** Longer than Node takes to open an inspector (ms). */
const OPENING_MS = 500;
/** Between two looks (ms). */
const LOOK_MS = 20;

/** Answers after long enough to be signalled meanwhile. */
const SLOW = `import { Matrix } from 'ml-matrix';
await new Promise((resolve) => setTimeout(resolve, 1500));
export const softmaxCrossEntropyGrad = (p: Matrix) => p;
export const backward = () => ({});
`;

it('no process that knows the grader opens an inspector when a submission asks for it', async () => {
  const heard: Record<string, boolean> = {};
  const signalled: Promise<void>[] = [];
  const { result } = await gradeInto(
    submissionWith({ [`${EXERCISE}.ts`]: SLOW }),
    {
      onStart: (pid) =>
        signalled.push(
          signal('command', pid, heard, () => Promise.resolve(pid)),
          signal('bundler', pid, heard, () => bundlerOf(pid)),
        ),
    },
    ...['--sandbox', 'permission', EXERCISE],
  );
  await Promise.all(signalled);
  expect(heard).toEqual({ command: false, bundler: false });
  expect(exerciseOf(result, EXERCISE).status).toBe('failed');
});

/** Sends the signal once the student's code runs, and notes whether the process then listens. */
async function signal(
  name: string,
  command: number,
  heard: Record<string, boolean>,
  find: () => Promise<number>,
): Promise<void> {
  await processWith(command, 'child.cjs'); // the sandbox is tried first
  await sleep(OPENING_MS);
  await processWith(command, 'child.cjs');
  const pid = await find();
  process.kill(pid, 'SIGUSR1');
  await sleep(OPENING_MS);
  heard[name] = isListening(pid);
}

function bundlerOf(command: number): Promise<number> {
  return processWith(command, 'bundler.mjs');
}

/** The process below the command with these words in its command line, once it is there. */
async function processWith(command: number, words: string): Promise<number> {
  for (;;) {
    const found = descendantsOf(command).find((each) => each.command.includes(words));
    if (found) return found.pid;
    await sleep(LOOK_MS);
  }
}
