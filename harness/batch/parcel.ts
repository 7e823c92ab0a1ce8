// What travels between a batch and a worker: a submission there, its result back, both as compressed JSON.

import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Result } from '../result.ts';
import type { Submission } from '../submission.ts';
import type { Refusal } from '../submission/survey.ts';
import type { Task } from './crew.ts';

/** A submission as a worker sees it. Its id is the job's: no name, address or path of a student leaves the batch. */
export type Sent = Pick<Task, 'submission' | 'exercises' | 'seed'>;

/** A submission has 10 MiB of text at most, and JSON may write a character in six (bytes). */
const SUBMISSION_LIMIT = 64 * 1024 * 1024;

/** A result file has 1 MiB at most with its line breaks (bytes). */
const RESULT_LIMIT = 4 * 1024 * 1024;

/**
 * The id of a job: the same for the same work of the same student, so that a batch that was cut off finds its jobs again, and
 * another for all else.
 */
export function jobIdOf({ submission, exercises, seed }: Task, version: string): string {
  const { id, sha256, refused, problem } = submission;
  const restsOn = JSON.stringify([version, id, sha256, [...refused], problem, exercises, seed]);
  return `s-${createHash('sha256').update(restsOn).digest('hex').slice(0, 40)}`;
}

/** A task as text, under the id of its job. */
export function packTask({ submission, exercises, seed }: Task, jobId: string): string {
  const { sha256, files, refused, problem } = submission;
  const plain: Packed = {
    ...{ id: jobId, sha256, problem, exercises, seed },
    files: [...files],
    refused: [...refused],
  };
  return packed(plain);
}

/** The task in a text. Throws where it is none. */
export function unpackTask(text: string): Sent {
  const plain: unknown = unpacked(text, SUBMISSION_LIMIT);
  if (!isPacked(plain)) throw new Error('what came from the queue is no submission.');
  const { id, sha256, files, refused, problem, exercises, seed } = plain;
  const submission: Submission = {
    ...{ id, sha256, problem },
    files: new Map(files),
    refused: new Map(refused),
  };
  return { submission, exercises, seed };
}

export function packResult(result: Result): string {
  return packed(result);
}

/**
 * The result of a task, with the student's id again. Throws where it is not of that task; that it is a result at all, whoever
 * writes it checks.
 */
export function unpackResult(text: string, task: Task, jobId: string): Result {
  const result = unpacked(text, RESULT_LIMIT) as Partial<Result> | null;
  const { submission, exercises } = result ?? {};
  const isOurs =
    submission?.id === jobId &&
    submission.sha256 === task.submission.sha256 &&
    result?.seed === task.seed &&
    Array.isArray(exercises) &&
    exercises.map((exercise) => exercise?.id).join() === task.exercises.join();
  if (!isOurs) throw new Error('a worker answered with the result of something else.');
  return { ...(result as Result), submission: { ...submission, id: task.submission.id } };
}

interface Packed {
  id: string;
  sha256: string;
  files: [name: string, text: string][];
  refused: [name: string, why: Refusal][];
  problem: string | null;
  exercises: string[];
  seed: number;
}

function packed(plain: object): string {
  return gzipSync(JSON.stringify(plain)).toString('base64');
}

/** Throws where the text is no compressed JSON, or holds more than `limit` bytes. */
function unpacked(text: string, limit: number): unknown {
  return JSON.parse(
    gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: limit }).toString('utf8'),
  ) as unknown;
}

/** Inside the submission: neither absolute nor through `..`. */
const NAME = { type: 'string', pattern: '^(?!/)(?!(.*/)?\\.\\.(/|$))' };
const pairsOf = (second: object) => ({
  type: 'array',
  items: { type: 'array', items: [NAME, second], minItems: 2, additionalItems: false },
});

const packedSchema = {
  type: 'object',
  required: ['id', 'sha256', 'files', 'refused', 'problem', 'exercises', 'seed'],
  properties: {
    id: { type: 'string' },
    sha256: { type: 'string' },
    files: pairsOf({ type: 'string' }),
    refused: pairsOf({
      type: 'object',
      required: ['message', 'counts'],
      properties: { message: { type: 'string' }, counts: { type: 'boolean' } },
    }),
    problem: { type: ['string', 'null'] },
    exercises: { type: 'array', items: { type: 'string' } },
    seed: { type: 'integer' },
  },
};

let validator: ValidateFunction | null = null;

function isPacked(plain: unknown): plain is Packed {
  validator ??= new Ajv().compile(packedSchema);
  return validator(plain);
}
