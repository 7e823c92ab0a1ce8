// `npm run starter` as it is called: rightly, wrongly, and on places that are taken.

import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeStarter } from '../../harness/starter/folder.ts';
import { UNPINNED } from '../../harness/starter/pin.ts';
import { courseWith, root, run, temporaryFolder } from './command.ts';

const PIN = 'acme/grader@0123456789abcdef0123456789abcdef01234567';

describe('the command', () => {
  it('names the grader of a workflow by a full hash, and writes it in', async () => {
    const folder = path.join(temporaryFolder(), 'pinned');
    const { code, stdout } = await run(['starter', folder, '--grader', PIN]);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('acme/grader at 0123') as string,
    });
    const workflow = readFileSync(path.join(folder, '.github/workflows/classroom.yml'), 'utf8');
    expect(workflow).toContain("GRADER_REPOSITORY: 'acme/grader'");
    expect(workflow).toContain("GRADER_COMMIT: '0123456789abcdef0123456789abcdef01234567'");
  });

  it.each([
    [[], 'Say where the starter goes'],
    [['one', 'two'], 'two is too much'],
    [['x', '--grader', 'acme/grader@main'], 'is no OWNER/REPO@SHA'],
    [['x', '--grader', "acme/gr'ader@0123456789abcdef0123456789abcdef01234567"], 'is no OWNER/REPO@SHA'],
    [['x', '--nonsense'], 'Options: --gradescope'],
  ])('%j is a wrong use, in one sentence', async (words, sentence) => {
    const { code, stderr } = await run(['starter', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('touches no folder that is not empty, and takes one that is', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'mine'), '');
    expect(await run(['starter', folder])).toMatchObject({ code: 2 });
    expect(readdirSync(folder)).toEqual(['mine']);
    const empty = temporaryFolder();
    expect(await run(['starter', empty])).toMatchObject({ code: 0 });
    expect(readdirSync(empty)).toContain('exercises');
  });

  it('leaves nothing behind where it cannot finish', () => {
    const folder = path.join(temporaryFolder(), 'taken');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'mine'), ''); // written by somebody else while it was at work
    expect(() => writeStarter(root, folder, UNPINNED)).toThrow('ENOTEMPTY');
    expect(readdirSync(path.dirname(folder), { recursive: true })).toEqual(['taken', 'taken/mine']);
  });

  it('gives nothing away that lies beside the stubs', async () => {
    const course = courseWith({});
    cpSync(path.join(root, 'starter'), path.join(course, 'starter'), { recursive: true });
    const answer = path.join(root, 'solutions', '01-forward.ts');
    cpSync(answer, path.join(course, 'exercises', '01-forward-solved.ts'));
    cpSync(answer, path.join(course, 'exercises', 'old', '01-forward.ts'));
    const folder = path.join(temporaryFolder(), 'x');
    expect(await run(['starter', folder], course)).toMatchObject({ code: 0 });
    expect(readdirSync(path.join(folder, 'exercises'))).toEqual(readdirSync(path.join(root, 'exercises')));
  });

  it('gives no stub away that is filled in', async () => {
    const solved = courseWith({
      'exercises/01-forward.ts': () => readFileSync(path.join(root, 'solutions', '01-forward.ts'), 'utf8'),
    });
    const { code, stderr } = await run(['starter', path.join(temporaryFolder(), 'x')], solved);
    expect(code).toBe(2);
    expect(stderr).toContain('exercises/01-forward.ts is not the stub');
  });
});
