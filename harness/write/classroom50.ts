// Classroom 50's files: what they need of the environment, and where they go.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { classroom50Result, type Classroom50Task } from '../../reports/classroom50.ts';
import { summaryReport } from '../../reports/summary.ts';
import type { Result } from '../result.ts';

/** Where each field of a task stands in the environment. */
const VARIABLES: Record<Exclude<keyof Classroom50Task, 'datetime'>, string> = {
  classroom: 'CLASSROOM',
  assignment: 'ASSIGNMENT',
  assignment_type: 'ASSIGNMENT_TYPE',
  owner: 'OWNER',
  submission: 'SUBMISSION_TAG',
  commit: 'COMMIT_URL',
  release: 'RELEASE_URL',
  review: 'REVIEW_URL',
};

/** GitHub takes a release's text of at most 125,000 characters; a byte is at least one of them (bytes). */
const RELEASE_BODY_LIMIT = 125_000;

export interface Classroom50 {
  task: Classroom50Task;
  /** The folder in which Classroom 50 looks for result.json and release-body.md; null writes them into `out` alone. */
  workspace: string | null;
}

interface Writing {
  root: string;
  out: string;
  result: Result;
  classroom50: Classroom50 | null;
}

/** The names of the variables that are not set. */
export function missingVariables(environment: NodeJS.ProcessEnv): string[] {
  return Object.values(VARIABLES).filter((name) => !environment[name]);
}

/** What is wrong with a variable that is set, in one sentence; null where nothing is. */
export function malformedVariable(environment: NodeJS.ProcessEnv): string | null {
  const { ASSIGNMENT_TYPE: type = '', SUBMISSION_TAG: tag = '' } = environment;
  if (!['individual', 'group'].includes(type))
    return `ASSIGNMENT_TYPE is "${type}": Classroom 50 knows individual and group.`;
  if (!tag.startsWith('submit/'))
    return `SUBMISSION_TAG is "${tag}": a tag of Classroom 50 begins with submit/.`;
  return null;
}

/** The task that the environment tells of; `datetime` is when the graded commit was made. */
export function taskFrom(environment: NodeJS.ProcessEnv, datetime: string): Classroom50Task {
  const fields = Object.entries(VARIABLES).map(([field, name]) => [field, environment[name] ?? ''] as const);
  return { ...(Object.fromEntries(fields) as Omit<Classroom50Task, 'datetime'>), datetime };
}

/** Writes the files and gives their paths. Throws where there is no task, or the result is not what Classroom 50 takes. */
export function writeClassroom50(
  { root, out, result, classroom50 }: Writing,
  write: (file: string, text: string) => string,
): string[] {
  if (!classroom50) throw new Error('The format classroom50 needs the variables of a Classroom 50 run.');
  const { task, workspace } = classroom50;
  const report = classroom50Result(result, task);
  validate(root, report);
  const text = `${JSON.stringify(report, null, 2)}\n`;
  const written = [write(path.join(out, 'classroom50', 'result.json'), text)];
  if (workspace === null) return written;
  return [
    ...written,
    write(path.join(workspace, 'result.json'), text),
    write(path.join(workspace, 'release-body.md'), summaryReport(result, RELEASE_BODY_LIMIT)),
  ];
}

function validate(root: string, report: object): void {
  const file = path.join(root, 'reports', 'schemas', 'classroom50-result-v1.schema.json');
  const check = new Ajv({ validateSchema: false }).compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  if (check(report)) return;
  const [first] = check.errors ?? [];
  throw new Error(
    `The result does not match the schema of Classroom 50: ${first?.instancePath} ${first?.message}.`,
  );
}
