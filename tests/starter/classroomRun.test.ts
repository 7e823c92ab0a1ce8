// The workflow's own steps, run by the shell that a runner runs them with: a pinned grader, and a student's changed checkout.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeStarter } from '../../harness/starter/folder.ts';
import { courseWith, root, temporaryFolder, type Ended } from '../cli/command.ts';
import { skippedWithout } from '../leftOut.ts';
import { programs, runStep } from './runner.ts';

const PIN = { repository: 'acme/grader', commit: '0123456789abcdef0123456789abcdef01234567' };

const isSkipped = skippedWithout("the steps of the starter's workflow", 'bash');

let workspace: string;
let checkout: string;
let steps: { name: string; id?: string; run?: string }[];

beforeAll(() => {
  workspace = temporaryFolder();
  checkout = path.join(workspace, 'submission', 'nets-ada');
  writeStarter(root, checkout, PIN);
  cpSync(path.join(root, 'solutions', '01-forward.ts'), path.join(checkout, 'exercises', '01-forward.ts'));
  writeFileSync(path.join(checkout, 'graders', 'rubric.yaml'), '# all points to me');
  const workflow = readFileSync(path.join(checkout, '.github', 'workflows', 'classroom.yml'), 'utf8');
  ({ steps } = (parse(workflow) as { jobs: Record<string, { steps: typeof steps }> }).jobs[
    'run-autograding-tests'
  ] ?? { steps: [] });
});

interface Stepped extends Ended {
  outputs: string;
  summary: string;
}

/** Runs one step in `cwd`, as GitHub's runner calls bash. */
async function step(name: string, cwd: string, variables: Record<string, string> = {}): Promise<Stepped> {
  const { run = '' } = steps.find((each) => each.name === name) ?? {};
  const temporary = temporaryFolder();
  const script = path.join(temporary, 'script.sh');
  const files = {
    GITHUB_OUTPUT: path.join(temporary, 'output'),
    GITHUB_STEP_SUMMARY: path.join(temporary, 'summary'),
  };
  for (const [file, text] of [
    [script, run],
    [files.GITHUB_OUTPUT, ''],
    [files.GITHUB_STEP_SUMMARY, ''],
  ] as const)
    writeFileSync(file, text);
  const ended = await runStep(['bash', '-e', script], cwd, {
    ...{ CI: 'true', GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temporary, SUBMISSION: 'submission/nets-ada' },
    ...files,
    PATH: programs(),
    ...variables,
  });
  const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = files;
  return {
    ...ended,
    outputs: readFileSync(GITHUB_OUTPUT, 'utf8'),
    summary: readFileSync(GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

describe.skipIf(isSkipped)('the step that says which grader grades', () => {
  it('names the pinned one, outside the submission', async () => {
    const said = await step('Say which grader grades', workspace, {
      ...{ GRADER_REPOSITORY: PIN.repository, GRADER_COMMIT: PIN.commit },
    });
    expect(said.outputs).toBe(`folder=${workspace}/grader\n`);
    expect(said.summary).toContain(`Graded by acme/grader at ${PIN.commit}.`);
  });

  it('says aloud where the copy grades', async () => {
    const said = await step('Say which grader grades', workspace, {
      GRADER_REPOSITORY: '',
      GRADER_COMMIT: '',
    });
    expect(said.outputs).toBe(`folder=${checkout}\n`);
    expect(said.stdout).toMatch(/^::warning title=Not a pinned grader::Graded by the copy/);
    expect(said.summary).toContain('Graded by the copy of the grader in this repository');
  });
});

describe.skipIf(isSkipped)('the step that grades', () => {
  it('reports by the pinned grader, whatever the score, and names what was changed in the checkout', async () => {
    const graded = await step('Grade', root);
    expect(graded.code).toBe(0);
    const outputs = new Map(
      graded.outputs
        .trim()
        .split('\n')
        .map((line) => {
          const at = line.indexOf('=');
          return [line.slice(0, at), line.slice(at + 1)] as const;
        }),
    );
    expect(outputs.get('exit-code')).toBe('1');
    const forward = JSON.parse(Buffer.from(outputs.get('01-forward') ?? '', 'base64').toString()) as object;
    expect(forward).toMatchObject({ version: 1, status: 'pass', max_score: 12 });
    expect(graded.summary).toContain('A file of the grader differs from what the course gave out');
    expect(graded.summary).toContain('graders/rubric.yaml');
    expect(graded.stdout).toMatch(/^::stop-commands::[0-9a-f-]{36}$/m);
  });

  it('ends well where the grader fails, and the job then says that this is no grade', async () => {
    const broken = courseWith({ 'course.yaml': () => 'limits: none\n' });
    const graded = await step('Grade', broken);
    expect(graded).toMatchObject({ code: 0, outputs: 'exit-code=3\n' });
    const told = await step('Say that the grader failed', workspace, { CODE: '3' });
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('::error title=No grade::The grader could not do its work (exit code 3).');
    expect(told.summary).toContain('This is no grade');
  });
});
