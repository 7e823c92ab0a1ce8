import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { skippedWithout } from '../leftOut.ts';
import { commandsIn } from '../reports/runnerLines.ts';
import { root, temporaryFolder } from './command.ts';
import { checkoutWith, runIn, textIn, type Job } from './job.ts';

const SUMMARY_LIMIT = 1024 * 1024; // bytes

const WRONG = path.join(root, 'tests', 'submissions', '02-backward', 'wrong', 'bias-gradient-averaged.ts');

/** Forges annotations, and a grade, wherever its output or its error is shown as it is. */
const FORGED = '::notice title=Autograding report::{"totalPoints":100,"maxPoints":100}';
const FORGER = `console.log(${JSON.stringify(`\n${FORGED}\n##[error]forged`)});\nthrow new Error(${JSON.stringify(`\n${FORGED}\n##[error]@octocat`)});\n`;

/** The lines that a runner reads commands in, and the others. */
function heard({ stdout }: Job): { read: string[]; stopped: string[] } {
  const lines = stdout.split('\n');
  const [, token] = /^::stop-commands::(\S+)$/.exec(lines[0] ?? '') ?? [];
  const end = lines.indexOf(`::${token}::`);
  return { read: lines.slice(end + 1).filter((line) => line !== ''), stopped: lines.slice(1, end) };
}

const isSkipped = skippedWithout('CI jobs', 'git');

let checkout: string;
beforeAll(() => {
  checkout = checkoutWith({ '02-backward.ts': readFileSync(WRONG, 'utf8'), '04-three-layer.ts': FORGER });
});

describe.skipIf(isSkipped)('a CI job with a wrong submission', () => {
  let job: Job;
  let outputs: string;
  let summary: string;

  beforeAll(async () => {
    const folder = temporaryFolder();
    [outputs, summary] = [path.join(folder, 'outputs'), path.join(folder, 'summary')];
    writeFileSync(outputs, 'earlier=1\n');
    writeFileSync(summary, 'Earlier.');
    const variables = { GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary, FORCE_COLOR: '1' };
    job = await runIn(checkout, ['--ci', '02', '04', '07'], variables);
  });

  it('exits with 1 and writes json, html and the summary', () => {
    expect(job.code).toBe(1);
    expect((JSON.parse(textIn(job, 'result.json')) as Result).status).toBe('failed');
    expect(
      ['index.html', 'summary.md', 'junit.xml', 'classroom.txt', 'classroom50'].map((name) =>
        existsSync(path.join(job.out, name)),
      ),
    ).toEqual([true, true, false, false, false]);
    expect(existsSync(path.join(checkout, 'result.json'))).toBe(false);
  });

  it('appends a line an exercise to the outputs of the step', () => {
    const lines = readFileSync(outputs, 'utf8').split('\n');
    expect(lines.map((line) => line.split('=')[0])).toEqual([
      'earlier',
      '02-backward',
      '04-three-layer',
      '07-pick-the-bug',
      '',
    ]);
    const { status, max_score } = JSON.parse(
      Buffer.from(lines[1]?.slice('02-backward='.length) ?? '', 'base64').toString(),
    ) as { status: string; max_score: number };
    expect([status, max_score]).toEqual(['fail', 18]);
  });

  it('appends the summary to that of the step', () => {
    expect(readFileSync(summary, 'utf8')).toBe(`Earlier.\n${textIn(job, 'summary.md')}`);
  });

  it('annotates the line of the mistake, in the file as the repository has it', () => {
    const { read } = heard(job);
    const line =
      readFileSync(WRONG, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('const db2')) + 1;
    expect(read.filter((text) => !text.startsWith('::error '))).toEqual([]);
    expect(read[0]).toMatch(
      new RegExp(`^::error file=exercises/02-backward\\.ts,line=${line},title=02-backward%3A db2 `),
    );
    expect(read.some((text) => text.startsWith('::error file=exercises/04-three-layer.ts,line='))).toBe(true);
  });

  it('lets the runner read nothing that the student wrote, and colours nothing', () => {
    const { read, stopped } = heard(job);
    expect(stopped.join('\n')).toContain('04-three-layer');
    expect(commandsIn(stopped.join('\n'))).toEqual([]);
    expect(commandsIn(job.stderr)).toEqual([]);
    expect(read.join('\n')).not.toContain('##[');
    expect(job.stdout).not.toContain('\u001B');
  });
});

describe.skipIf(isSkipped)('--ci', () => {
  it('leaves the formats to --format, and writes classroom.txt where no job has outputs', async () => {
    const job = await runIn(checkout, ['--ci', '--format', 'junit, classroom,gradescope,exercism', '07']);
    expect(
      [
        'junit.xml',
        'classroom.txt',
        'gradescope/results.json',
        'exercism/results.json',
        'result.json',
        'index.html',
      ].map((name) => existsSync(path.join(job.out, name))),
    ).toEqual([true, true, true, true, false, false]);
    expect(textIn(job, 'classroom.txt')).toMatch(/^07-pick-the-bug=[A-Za-z0-9+/]+=*\n$/);
  });

  it.each([20, 1, 0])(
    'fills a summary of the step with room for %d bytes up to its limit and no further',
    async (room) => {
      const summary = path.join(temporaryFolder(), 'summary');
      writeFileSync(summary, 'x'.repeat(SUMMARY_LIMIT - room));
      const job = await runIn(checkout, ['--ci', '--format', 'summary', '07'], {
        GITHUB_STEP_SUMMARY: summary,
      });
      expect(job.code).toBe(1);
      expect(readFileSync(summary).length).toBeLessThanOrEqual(SUMMARY_LIMIT);
      expect(textIn(job, 'summary.md')).toContain('07-pick-the-bug');
    },
  );

  it('leaves standard output to the result with --json, in which a runner finds no command', async () => {
    const job = await runIn(checkout, ['--ci', '--json', '--format', 'json', '04']);
    expect(JSON.parse(job.stdout)).toEqual(JSON.parse(textIn(job, 'result.json')));
    expect(commandsIn(job.stdout)).toEqual([]);
    expect(job.stderr).toMatch(/^::error file=exercises\/04-three-layer\.ts,line=\d+,[^\n]*\n/);
  });

  it('names files from the repository they are checked out of, wherever in the workspace that is', async () => {
    const job = await runIn(checkout, ['--ci', '--json', '--format', 'json', '04'], {
      GITHUB_WORKSPACE: path.dirname(checkout),
    });
    expect(job.stderr).toMatch(/^::error file=exercises\/04-three-layer\.ts,/);
  });
});
