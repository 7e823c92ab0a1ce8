// One hostile submission of ten leaves the other nine as they are without it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../../harness/result.ts';
import { root, temporaryFolder } from '../command.ts';
import { classOf, run, solution } from './command.ts';

const FILE = '02-backward.ts';
const WRONG = path.join(root, 'tests', 'submissions', '02-backward', 'wrong');

/** Nine who have nothing to do with it: right ones and wrong ones. */
const nine = Object.fromEntries(
  ['bias-gradient-averaged', 'gradient-sign', null, null, null, null, null, null, null].map(
    (fault, index) => [
      `student${index}`,
      {
        [FILE]:
          fault === null
            ? `${solution(FILE)}\n// ${index}\n`
            : readFileSync(path.join(WRONG, `${fault}.ts`), 'utf8'),
      },
    ],
  ),
);

/** What it does reaches for its neighbours, for the grader, or for all of the machine. */
const HOSTILE = ['kill-all', 'fork-bomb', 'writes-everywhere', 'daemon', 'output-flood'];

async function resultsOf(students: Record<string, Record<string, string>>): Promise<Record<string, unknown>> {
  const out = temporaryFolder();
  const { code } = await run('batch', classOf(students), '--out', out, '--only', '02');
  expect(code).toBe(0);
  return Object.fromEntries(
    Object.keys(nine).map((id) => {
      const text = readFileSync(path.join(out, 'submissions', id, 'result.json'), 'utf8');
      return [id, withoutTimes(JSON.parse(text) as Result)];
    }),
  );
}

/** A result without what no two runs have in common. */
function withoutTimes(result: Result): unknown {
  const text = JSON.stringify(result, (key, value: unknown) =>
    key === 'durationMs' || key === 'gradedAt' ? null : value,
  );
  return JSON.parse(text);
}

/** Eleven submissions on a busy machine (ms). */
const TIMEOUT_MS = 180_000;

describe('nine students beside a hostile one', () => {
  let alone: Record<string, unknown>;
  beforeAll(async () => {
    alone = await resultsOf(nine);
  }, TIMEOUT_MS);

  it.each(HOSTILE)(
    'have the results that they have without %s, to the last message',
    { timeout: TIMEOUT_MS },
    async (attack) => {
      const text = readFileSync(path.join(root, 'tests', 'submissions', 'hostile', `${attack}.ts`), 'utf8');
      expect(await resultsOf({ ...nine, mallory: { [FILE]: text } })).toEqual(alone);
    },
  );
});
