// Hostile submissions under the whole command, each beside an exercise of another one that is right.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxes } from '../harness/sandbox/students.ts';
import { exerciseOf, gradeInto, root, temporaryFolder, type Ended } from './command.ts';
import { EXERCISE, readAttacks, rounds, tellRound, type Attack, type Mode } from './hostile/attacks.ts';
import { expectOutcome } from './hostile/outcome.ts';
import { strictCourse } from './hostile/strictCourse.ts';
import { processesLeft, snapshot } from './hostile/traces.ts';

/** An exercise that is no attack's, and its points. */
const OTHER = { id: '01-forward', points: 12 };
const SOLUTION = readFileSync(path.join(root, 'solutions', `${EXERCISE}.ts`), 'utf8');

const found = await sandboxes('hostile submissions under the command');
const isHere = (mode: Mode) => found.some((sandbox) => sandbox.mode === mode && !sandbox.isSkipped);
const course = strictCourse('command');

/** Each in one of the sandboxes that claim to hold it, by turns: all of both are tried in one grading process. */
const cases = readAttacks()
  .filter(({ byCommand }) => byCommand)
  .flatMap((attack, turn) => {
    const modes = attack.modes.filter(isHere);
    const mode = modes[turn % modes.length];
    return mode ? [{ name: attack.name, mode, attack }] : [];
  });

// What this copy's first grading keeps of its graders and their files is ours: it is there before anything hostile runs.
beforeAll(async () => {
  const { result } = await gradeStrictly(
    handedIn((folder) => write(folder, SOLUTION)),
    'auto',
  );
  if (result.score !== result.maxScore) throw new Error('an honest submission is not graded in full here');
});

describe.each(rounds)('the command, round %i,', (round) => {
  afterAll(() => tellRound(round, `${cases.length} hostile submissions graded by the command`));

  it.each(cases)('grades $name in $mode, and the other exercise as ever', async ({ attack, mode }) => {
    const before = snapshot(course);
    const folder = handedIn((place) => writeAll(place, attack));
    const { result, ...ended } = await gradeStrictly(folder, mode);
    expectOutcome(attack, exerciseOf(result, EXERCISE), course);
    expect(exerciseOf(result, OTHER.id).score).toBe(OTHER.points);
    expect(ended.code).toBe(attack.score < exerciseOf(result, EXERCISE).maxScore ? 1 : 0);
    expectPlain(ended);
    expect(readFileSync(path.join(ended.out, 'index.html'), 'utf8')).not.toMatch(
      /<(script|img)[^>]*>?handgrad/,
    );
    expect(snapshot(course)).toEqual(before);
    expect(processesLeft(course)).toEqual([]);
  });

  it.each<[what: string, says: RegExp, lay: (folder: string) => void]>([
    [
      'a link to the solution',
      /02-backward\.ts is a symbolic link, which is not followed/,
      (folder) =>
        symlinkSync(path.join(root, 'solutions', `${EXERCISE}.ts`), path.join(folder, `${EXERCISE}.ts`)),
    ],
    [
      'a link to the folder of solutions',
      /parts is a symbolic link, which is not followed/,
      (folder) => {
        symlinkSync(path.join(root, 'solutions'), path.join(folder, 'parts'));
        write(folder, "export * from './parts/02-backward.ts';\n");
      },
    ],
    [
      'a hundred thousand brackets',
      /nested so deeply, or so large, that it cannot be read/,
      (folder) => write(folder, `${SOLUTION}\nexport const deep = ${'['.repeat(1e5)}${']'.repeat(1e5)};\n`),
    ],
    [
      'a file of two megabytes',
      /02-backward\.ts has \d+ bytes; a source file may have 1048576/,
      (folder) => write(folder, `${SOLUTION}\n// ${'x'.repeat(2e6)}\n`),
    ],
    [
      'three hundred files',
      /more than 200 files/,
      (folder) => {
        write(folder, SOLUTION);
        for (let each = 0; each < 300; each++) writeFileSync(path.join(folder, `${each}.json`), '0');
      },
    ],
  ])('gives nothing for %s, and says why', async (_what, says, lay) => {
    const { result, ...ended } = await gradeStrictly(handedIn(lay), 'auto');
    const { score, message } = exerciseOf(result, EXERCISE);
    expect(score).toBe(0);
    expect(message).toMatch(says);
    expect(ended.code).toBe(1);
    expectPlain(ended);
  });
});

function gradeStrictly(folder: string, mode: Mode | 'auto'): ReturnType<typeof gradeInto> {
  return gradeInto(folder, { root: course.root }, '--sandbox', mode, OTHER.id, EXERCISE);
}

/** What is printed is ours: no stack, nothing for the terminal, no line that a CI job's runner would take for a command. */
function expectPlain({ stdout, stderr }: Ended): void {
  expect(stderr).toBe('');
  expect(stdout).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(stdout).not.toContain('\u001B');
  expect(stdout).not.toMatch(/^\s*::|##\[/m);
}

/** A submission of the other exercise, and of what `lay` adds. */
function handedIn(lay: (folder: string) => void): string {
  const folder = path.join(temporaryFolder(), 'mallory');
  mkdirSync(folder);
  const file = `${OTHER.id}.ts`;
  writeFileSync(path.join(folder, file), readFileSync(path.join(root, 'solutions', file)));
  lay(folder);
  return folder;
}

function write(folder: string, text: string): void {
  writeFileSync(path.join(folder, `${EXERCISE}.ts`), text);
}

function writeAll(folder: string, { files }: Attack): void {
  for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
}
