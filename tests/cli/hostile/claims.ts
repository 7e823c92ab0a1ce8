// The claims about hostile submissions in one sandbox: each ends as expected, and leaves nothing behind.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxes } from '../../harness/sandbox/students.ts';
import { root } from '../command.ts';
import { EXERCISE, readAttacks, rounds, tellRound, type Mode } from './attacks.ts';
import { GraderAtWork } from './graderAtWork.ts';
import { expectOutcome } from './outcome.ts';
import { strictCourse, type StrictCourse } from './strictCourse.ts';
import { processesLeft, snapshot } from './traces.ts';
import { Visitors } from './visitors.ts';

/** The seed whose inputs hard-coded.ts knows by heart, and the points that it earns there. */
const KNOWN = { seed: 7, score: 2 };

const RIGHT = new Map([
  [`${EXERCISE}.ts`, readFileSync(path.join(root, 'solutions', `${EXERCISE}.ts`), 'utf8')],
]);

/** Says, for the sandbox `mode`, what becomes of every submission that it claims to hold. */
export async function claimAttacksEnd(mode: Mode): Promise<void> {
  const attacks = readAttacks().filter(({ modes }) => modes.includes(mode));
  const isSkipped = (await sandboxes(`hostile submissions in ${mode}`)).find(
    (each) => each.mode === mode,
  )?.isSkipped;

  describe.skipIf(isSkipped ?? true).each(rounds)(`in ${mode}, round %i`, (round) => {
    const visitors = new Visitors();
    let course: StrictCourse;
    let grader: GraderAtWork;
    let before: string[];

    beforeAll(async () => {
      course = strictCourse(mode);
      grader = new GraderAtWork(course, mode);
      if (mode === 'bubblewrap') await visitors.open();
      await grader.grade(RIGHT);
      before = snapshot(course);
    });
    afterAll(async () => {
      await grader.close();
      if (mode === 'bubblewrap') visitors.close();
      tellRound(round, `${attacks.length} hostile submissions graded in ${mode}`);
    });

    it.each(attacks)('$name ends as expected, and nothing of it goes on running', async (attack) => {
      expectOutcome(attack, await grader.grade(visitors.aimed(attack.files)), course);
      expect(processesLeft(course)).toEqual([]);
    });

    it('answers known by heart are right for one seed alone', async () => {
      const { files } = attacks.find(({ name }) => name === 'hard-coded.ts') ?? { files: RIGHT };
      expect((await grader.grade(files, KNOWN.seed)).score).toBe(KNOWN.score);
      expect((await grader.grade(files, KNOWN.seed + 1)).score).toBe(0);
    });

    it('after all of them right work earns every point, no file is written and nobody was called', async () => {
      const { score, maxScore } = await grader.grade(RIGHT);
      expect(score).toBe(maxScore);
      expect(snapshot(course)).toEqual(before);
      expect(visitors.visits).toBe(0);
    });
  });
}
