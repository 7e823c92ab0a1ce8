// What travels over the queue arrives as it was sent, and nothing else is taken for it.

import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../../harness/batch/crew.ts';
import { jobIdOf, packResult, packTask, unpackResult, unpackTask } from '../../../harness/batch/parcel.ts';
import { sampleResult } from '../../reports/sampleResult.ts';

const task: Task = {
  submission: {
    id: 'Ada Lovelace',
    sha256: 'a'.repeat(64),
    files: new Map([['01-forward.ts', 'export {};']]),
    refused: new Map([['02-backward.ts', { message: 'too large', counts: true }]]),
    problem: null,
  },
  exercises: ['01-forward'],
  seed: 7,
  out: '/home/ada/out',
};
const JOB = 's-1';
const answer = sampleResult({ submission: { id: JOB, sha256: 'a'.repeat(64) }, seed: 7 });

const compressed = (text: string) => gzipSync(text).toString('base64');

describe('a task', () => {
  it('arrives as it was sent, whatever the files hold', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a.ts', 'b/c.json'), text)), (files) => {
        const sent = { ...task, submission: { ...task.submission, files: new Map(files) } };
        const { submission, exercises, seed } = unpackTask(packTask(sent, JOB));
        expect({ submission, exercises, seed }).toEqual({
          submission: { ...sent.submission, id: JOB },
          exercises: task.exercises,
          seed: task.seed,
        });
      }),
    );
  });

  it('carries neither the name of its student nor a path of the batch', () => {
    const { submission, ...rest } = unpackTask(packTask(task, JOB));
    const all = JSON.stringify([rest, { ...submission, files: [...submission.files] }]);
    expect(all).not.toMatch(/Ada|Lovelace|home/);
  });

  it.each([
    ['an absolute path', '/etc/passwd'],
    ['a path that leaves the submission', 'a/../../b.ts'],
    ['no path but the folder above', '..'],
  ])('with %s is refused', (_, name) => {
    const sent = { ...task, submission: { ...task.submission, files: new Map([[name, '']]) } };
    expect(() => unpackTask(packTask(sent, JOB))).toThrow('no submission');
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    [
      'an object without files',
      '{"id":"a","sha256":"b","problem":null,"exercises":[],"seed":1,"refused":[]}',
    ],
  ])('that is %s is refused', (_, text) => {
    expect(() => unpackTask(compressed(text))).toThrow('what came from the queue is no submission.');
  });
});

describe('the id of a job', () => {
  const id = jobIdOf(task, 'v1');

  it('is the same for the same work', () => {
    expect(jobIdOf(structuredClone(task), 'v1')).toBe(id);
  });

  it('does not show the name of its student', () => {
    expect(id).toMatch(/^s-[0-9a-f]{40}$/);
  });

  const { submission } = task;
  it.each<[string, Task, string]>([
    ['version of the grader', task, 'v2'],
    ['student', { ...task, submission: { ...submission, id: 'alan' } }, 'v1'],
    ['content', { ...task, submission: { ...submission, sha256: 'b'.repeat(64) } }, 'v1'],
    ['file left out', { ...task, submission: { ...submission, refused: new Map() } }, 'v1'],
    ['problem', { ...task, submission: { ...submission, problem: 'too many files' } }, 'v1'],
    ['choice of exercises', { ...task, exercises: ['02-backward'] }, 'v1'],
    ['seed', { ...task, seed: 8 }, 'v1'],
  ])('is another for another %s', (_, other, version) => {
    expect(jobIdOf(other, version)).not.toBe(id);
  });
});

describe('an answer', () => {
  it('is the result, with the name of its student again', () => {
    const expected = { ...answer, submission: { ...answer.submission, id: 'Ada Lovelace' } };
    expect(unpackResult(packResult(answer), task, JOB)).toEqual(expected);
  });

  it.each([
    ['of another job', { submission: { ...answer.submission, id: 's-2' } }],
    ['of other content', { submission: { ...answer.submission, sha256: 'b'.repeat(64) } }],
    ['of another seed', { seed: 8 }],
    ['of other exercises', { exercises: [] }],
  ])('%s is refused', (_, fields) => {
    expect(() => unpackResult(packResult({ ...answer, ...fields }), task, JOB)).toThrow('something else');
  });

  it.each(['null', '[]', '"text"', '{"exercises":[null]}'])('that is %s is refused', (text) => {
    expect(() => unpackResult(compressed(text), task, JOB)).toThrow('something else');
  });

  it('that would unpack to far more than a result is not unpacked', () => {
    expect(() => unpackResult(compressed(' '.repeat(64 * 1024 * 1024)), task, JOB)).toThrow();
  });
});
