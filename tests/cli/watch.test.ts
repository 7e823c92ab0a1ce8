import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { grade, root, temporaryFolder } from './command.ts';
import { descendantsOf, processesWith } from './processes.ts';
import { Watching } from './watching.ts';

/** Long enough for a save to be seen and for a process to have started, on a slow, busy machine (ms). */
const SEEN_MS = 1000;

describe('grade --watch', () => {
  it('grades everything first, then what a save touches, and writes a whole result each time', async () => {
    const { watching, folder, result } = watch({ '01-forward.ts': solution('01-forward.ts') });
    const first = await watching.screen();
    expect(graded(first)).toEqual(['01-forward', '02-backward']); // what is begun, and what is next
    expect(first).toContain('1 of 10 passed');
    expect(result()).toMatchObject({ score: 12, maxScore: 100 });

    save(folder, '02-backward.ts', solution('02-backward.ts'));
    expect(graded(await watching.screen())).toEqual(['02-backward']);
    const { score, exercises, seed } = result();
    expect({ score, graded: exercises.length }).toEqual({ score: 30, graded: 10 });

    save(folder, '09-activations.ts', 'export const relu = 1;\n');
    const third = await watching.screen();
    expect(graded(third)).toEqual(['09-activations']);
    expect(third).toMatch(/2 of 10 passed {3}now .*09-activations\.ts/u);
    expect(result().seed).toBe(seed);
    expect(await watching.quit()).toBe(1);
  });

  it('grades 02 again when 01 is saved, whose loss it uses', async () => {
    const files = {
      '01-forward.ts': solution('01-forward.ts'),
      '02-backward.ts': solution('02-backward.ts'),
    };
    const { watching, folder } = watch(files, '01', '02', '03');
    await watching.screen();
    save(folder, '01-forward.ts', `${files['01-forward.ts']}\nexport const more = 1;\n`);
    expect(graded(await watching.screen())).toEqual(['01-forward', '02-backward']);
    expect(await watching.quit()).toBe(1);
  });

  it('knows which exercises import a file, in a folder made while it watches', async () => {
    const { watching, folder } = watch({ '01-forward.ts': solution('01-forward.ts') }, '01', '09');
    await watching.screen();
    save(folder, '09-activations.ts', "export { gelu } from './more/of-it.ts';\n");
    expect(graded(await watching.screen())).toEqual(['09-activations']);
    const other = temporaryFolder();
    save(other, 'of-it.ts', 'export const gelu = (x: unknown) => x;\n');
    cpSync(other, path.join(folder, 'more'), { recursive: true });
    expect(graded(await watching.screen())).toEqual(['09-activations']);
    save(folder, 'more/of-it.ts', 'export const gelu = (x: unknown) => [x];\n');
    expect(graded(await watching.screen())).toEqual(['09-activations']);
    await watching.quit();
  });

  it('takes a file put in place by a rename, as editors do', async () => {
    const { watching, folder } = watch({}, '01');
    await watching.screen();
    save(folder, '.01-forward.ts.swp', solution('01-forward.ts'));
    renameSync(path.join(folder, '.01-forward.ts.swp'), path.join(folder, '01-forward.ts'));
    expect(await watching.screen()).toContain('1 of 1 passed');
    expect(await watching.quit()).toBe(0);
  });

  it('grades nothing for a save that changes nothing', async () => {
    const { watching, folder } = watch({ '01-forward.ts': solution('01-forward.ts') }, '01');
    await watching.screen();
    save(folder, '01-forward.ts', solution('01-forward.ts'));
    save(folder, 'notes.txt', 'none of the exercises');
    await wait(SEEN_MS);
    expect(await watching.press('l')).not.toContain('Handgrad');
    expect(await watching.press('r')).toContain('Handgrad');
    expect(await watching.quit()).toBe(0);
  });

  it('answers its keys', async () => {
    const { watching } = watch({ '01-forward.ts': solution('01-forward.ts') }, '01', '02', '03');
    expect(await watching.screen()).toMatch(/now .*02-backward\.ts/u);
    expect(graded(await watching.press('n'))).toEqual(['03-train']);
    expect(await watching.press('H')).toContain('initParams draws weights with variance 2 / fan-in');
    expect(await watching.press('l')).toMatch(/^ 02-backward[^]*^>03-train/mu);
    expect(graded(await watching.press('?n'))).toEqual(['02-backward']);
    expect(graded(await watching.press('r\n'))).toEqual(['01-forward', '02-backward']);
    expect(graded(await watching.press('l'))).toHaveLength(3);
    expect(await watching.quit()).toBe(1);
  });

  it('says when everything has passed', async () => {
    const { watching } = watch({ '01-forward.ts': solution('01-forward.ts') }, '01');
    await watching.screen();
    expect(await watching.press('n')).toContain('Everything has passed.');
    expect(await watching.press('h')).toContain('01-forward has passed: n goes on.');
    expect(await watching.quit()).toBe(0);
  });

  it('says that nothing is graded yet where a key comes before the first result', async () => {
    const { watching } = watch({ '01-forward.ts': 'export const relu = 1;' }, '01');
    expect(await watching.press('n')).toContain('Nothing is graded yet.');
    expect(await watching.screen()).toContain('0 of 1 passed');
    expect(await watching.quit()).toBe(1);
  });

  it('goes on without a keyboard', async () => {
    const { watching, folder } = watch({}, '01');
    await watching.screen();
    watching.closeInput();
    save(folder, '01-forward.ts', solution('01-forward.ts'));
    expect(await watching.screen()).toContain('1 of 1 passed');
  });

  it('says in one sentence that the folder is gone, and goes on when it is back', async () => {
    const { watching, folder } = watch({ '01-forward.ts': solution('01-forward.ts') }, '01');
    await watching.screen();
    renameSync(folder, `${folder}-away`);
    expect(await watching.press('r')).toContain(`There is no folder ${folder}.`);
    renameSync(`${folder}-away`, folder);
    expect(await watching.press('r')).toContain('1 of 1 passed');
    expect(await watching.quit()).toBe(0);
  });

  it.each(['permission', 'auto'])(
    'ends at once in the middle of a loop without end (%s)',
    async (sandbox) => {
      const loop = 'export function linear() { for (;;); }\n';
      const { watching } = watch({ '01-forward.ts': loop }, '01', '--sandbox', sandbox);
      await until(() => studentsOf(watching.pid).length > 0); // the sandbox is tried first
      await wait(SEEN_MS);
      await until(() => studentsOf(watching.pid).length > 0);
      await wait(SEEN_MS); // until it loops
      const students = studentsOf(watching.pid);
      expect(students).not.toEqual([]);
      expect(await watching.quit()).toBe(1);
      await until(() =>
        students.every(({ pid }) => !processesWith('child.cjs').some((each) => each.pid === pid)),
      );
    },
  );

  it.each(['--ci', '--json'])('refuses %s beside it', async (word) => {
    expect(await grade('--watch', word)).toMatchObject({
      code: 2,
      stderr: '--watch is for a desk: it goes with neither --ci nor --json.\n',
    });
  });
});

function watch(files: Record<string, string>, ...words: string[]) {
  const [folder, out] = [temporaryFolder(), temporaryFolder()];
  for (const [name, text] of Object.entries(files)) save(folder, name, text);
  const result = () => JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
  return { watching: new Watching(folder, out, ...words), folder, result };
}

function save(folder: string, name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
}

function solution(name: string): string {
  return readFileSync(path.join(root, 'solutions', name), 'utf8');
}

/** The exercises that a screen has a line of. */
function graded(screen: string): string[] {
  return [...screen.matchAll(/^[ >](\d\d-\S+) .*[█░]{10}/gmu)].map(([, id = '']) => id);
}

function studentsOf(pid: number) {
  return descendantsOf(pid).filter(({ command }) => command.includes('child.cjs'));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(20);
}
