// Every workflow that is made or checked in is one that GitHub reads, and the starter's says what its reporter needs.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCourse } from '../../harness/course.ts';
import { starterContents } from '../../harness/starter/contents.ts';
import { UNPINNED, withoutPin } from '../../harness/starter/pin.ts';
import { classroomReport } from '../../reports/classroom.ts';
import { root } from '../cli/command.ts';
import { sampleExercise, sampleResult } from '../reports/sampleResult.ts';
import { lintWorkflow } from './linter.ts';

const PLACE = '.github/workflows/classroom.yml';
const PIN = { repository: 'acme/grader', commit: '0123456789abcdef0123456789abcdef01234567' };

const copied = starterContents(root, UNPINNED).get(PLACE) ?? '';
const pinned = starterContents(root, PIN).get(PLACE) ?? '';

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}
const { jobs, ...workflow } = parse(pinned) as Record<string, unknown> & {
  jobs: Record<string, { if: string; steps: Step[] }>;
};
const steps = jobs['run-autograding-tests']?.steps ?? [];
const reporter = steps.find(({ uses }) => uses?.startsWith('classroom-resources/'));

const checkedIn = path.join(root, '.github', 'workflows');
const ours = existsSync(checkedIn) ? readdirSync(checkedIn) : [];

describe('actionlint', () => {
  it.each<[string, string]>([
    ['the pinned workflow', pinned],
    ['the workflow that runs the copy', copied],
    ['the template as it stands', readFileSync(path.join(root, 'starter', 'classroom.yml'), 'utf8')],
    ...ours.map(
      (name) => [name, readFileSync(path.join(checkedIn, name), 'utf8')] satisfies [string, string],
    ),
  ])('finds nothing in %s', async (name, text) => {
    expect(await lintWorkflow(text, name)).toEqual([]);
  });

  it.each([
    ['a key that is none', 'timeout-minutes:', 'time-out-minutes:', 'unexpected key'],
    ['a step that is not there', 'steps.grade.outputs', 'steps.grades.outputs', 'is not defined'],
    ['a context that is none', '${{ env.SUBMISSION }}', '${{ evn.SUBMISSION }}', 'undefined variable'],
    ['a permission that is none', 'checks: write', 'cheques: write', 'unknown permission scope'],
  ])('names %s', async (_, before, after, said) => {
    const broken = pinned.replace(before, after);
    expect(broken).not.toBe(pinned);
    expect((await lintWorkflow(broken, 'broken.yml')).join('\n')).toContain(said);
  });
});

describe("the starter's workflow", () => {
  it("is called, triggered and permitted as GitHub Classroom's own", () => {
    expect(workflow).toMatchObject({
      name: 'Autograding Tests',
      on: ['push', 'repository_dispatch'],
      permissions: { checks: 'write', actions: 'read', contents: 'read' },
    });
    expect(Object.keys(jobs)).toEqual(['run-autograding-tests']);
    expect(jobs['run-autograding-tests']?.if).toBe("github.actor != 'github-classroom[bot]'");
  });

  it('reports the core exercises as the format classroom names them: no bonus adds to the total or fails a job', () => {
    const core = readCourse(root).exercises.filter(({ bonus }) => !bonus);
    const result = sampleResult({ exercises: core.map(({ id }) => sampleExercise({ id })) });
    const written = classroomReport(result)
      .trim()
      .split('\n')
      .map((line) => line.slice(0, line.indexOf('=')));
    expect(reporter?.with?.runners?.split(',')).toEqual(written);
    const wanted = written.map((id) => [
      `${id.toUpperCase()}_RESULTS`,
      `\${{ steps.grade.outputs['${id}'] }}`,
    ]);
    expect(Object.entries(reporter?.env ?? {})).toEqual(wanted);
  });

  it('grades in one step of its own, whose score does not stop the reporter', () => {
    const grading = steps.filter(({ run }) => run?.includes('npm run --silent grade'));
    expect(grading.map(({ id }) => id)).toEqual(['grade']);
    expect(grading[0]?.run).toContain('grade -- --ci --dir "$GITHUB_WORKSPACE/$SUBMISSION"');
    expect(grading[0]?.run).toContain('|| code=$?');
    expect(steps.at(-1)).toBe(reporter);
  });

  it('fetches a pinned grader beside the submission, and says which one grades', () => {
    expect(workflow).toMatchObject({
      env: { GRADER_REPOSITORY: 'acme/grader', GRADER_COMMIT: PIN.commit },
    });
    expect(parse(copied)).toMatchObject({ env: { GRADER_REPOSITORY: '', GRADER_COMMIT: '' } });
    const fetches = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(fetches.map((step) => step.with?.path)).toEqual(['${{ env.SUBMISSION }}', 'grader']);
    expect(copied).toContain('Graded by the copy of the grader in this repository');
  });

  it('differs from class to class in its pin alone', () => {
    expect(withoutPin(pinned)).toBe(withoutPin(copied));
    expect(withoutPin(pinned)).not.toContain('acme');
  });
});
