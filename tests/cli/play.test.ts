import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, temporaryFolder, type Ended } from './command.ts';

/** A submission whose train is right. */
const RIGHT = path.join(root, 'tests', 'submissions', 'play', 'right');

describe('play', () => {
  it('trains, and prints the lesson’s lines and a chart within 80 columns', async () => {
    const { code, stdout, stderr } = await play('03', '--dir', RIGHT);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout.match(/^step +\d+ {3}loss \d+\.\d{4} {3}accuracy [01]\.\d{3}$/gmu) ?? [];
    expect(rows).toHaveLength(11);
    expect(rows[0]).toMatch(/^step {5}0 /u);
    expect(rows.at(-1)).toMatch(/^step {2}1999 {3}loss 0\.0/u);
    expect(stdout).toMatch(/[\u2801-\u28FF]/u);
    expect(stdout).not.toContain('\u001B');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('hands its options to train, and gives the same run for the same seed', async () => {
    const options = `export function train(X, y, { hidden, lr, batchSize, steps, rng, onStep }) {
      onStep(0, 1);
      const draw = rng();
      console.log(X.rows, X.columns, y.length, hidden, lr, batchSize, steps, draw, X.get(0, 0));
      return { params: {}, losses: [draw], accuracy: [1] };
    }`;
    const dir = folderWith({ '03-train.ts': options });
    const words = ['03', '--dir', dir, '--hidden', '1', '--lr', '5', '--batch', '8', '--steps', '7'];
    const [one, again] = [await play(...words), await play(...words)];
    const other = await play(...words, '--seed', '2', '--random-centres');
    expect(one.stdout).toContain('What the code printed:\n1024 4 1024 1 5 8 7 0.');
    expect(again.stdout).toBe(one.stdout);
    expect(other.stdout).not.toBe(one.stdout);
  });

  it('gives 04-three-layer two widths', async () => {
    const code = `export const train = (X, y, { hidden }) => ({ params: {}, losses: hidden, accuracy: [1] });`;
    const { stdout } = await play(
      'three-layer',
      '--hidden',
      '3',
      '--dir',
      folderWith({ '04-three-layer.ts': code }),
    );
    expect(stdout.match(/loss 3\.0000/gu)).toHaveLength(2);
  });

  it('says which losses are no numbers, and draws a gap', async () => {
    const code = `export const train = () => ({ params: {}, losses: [1, 2, NaN, Infinity, 3], accuracy: [1] });`;
    const { code: exit, stdout } = await play('03', '--dir', folderWith({ '03-train.ts': code }));
    expect(exit).toBe(0);
    expect(stdout).toContain('step     2   loss not a number');
    expect(stdout).toContain('2 of 5 losses are not a finite number, from step 2 on: a gap in the chart.');
  });
});

describe('play says in one sentence', () => {
  it.each([
    [['05'], 2, '05-tanh has no train of its own'],
    [['06-mnist'], 2, '06-mnist trains on the real digits'],
    [['02'], 2, '02-backward has nothing to train'],
    [['nine'], 2, 'There is no exercise "nine"'],
    [[], 2, 'Name one exercise'],
    [['03', '--lr', '-1'], 2, "Option '--lr' argument is ambiguous."],
    [['03', '--lr=-1'], 2, '--lr -1 is no number from 0.'],
    [['03', '--lr=x'], 2, '--lr x is no number from 0.'],
    [['03', '--steps', '1.5'], 2, '--steps 1.5 is no whole number'],
    [['03', '--batch', '2000'], 2, '--batch 2000 is no whole number from 1 to 1024.'],
    [['03', '--wrong'], 2, "Unknown option '--wrong'"],
    [['03', '--dir', '/nowhere'], 2, 'There is no folder /nowhere.'],
    [['04', '--dir', RIGHT], 1, 'There is no 04-three-layer.ts'],
  ])('what is wrong with %j', async (words, code, said) => {
    const ended = await play(...words);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(said);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    [
      'throws',
      'export function train() { throw new Error("TODO:\\n train"); }',
      'train() threw Error: TODO: train.',
    ],
    ['does not parse', 'export function train( {', '03-train.ts:1:'],
    ['has no train', 'export const trian = 1;', '03-train.ts exports no function train'],
    ['returns nothing', 'export function train() {}', 'train() returned no losses'],
    ['returns words', 'export const train = () => ({ losses: ["1"] });', 'train() returned no losses'],
    ['ends the process', 'export const train = () => process.exit(0);', 'train() ended the process'],
    [
      'imports what it may not',
      "import fs from 'node:fs';\nexport const train = () => fs;",
      '03-train.ts:1:',
    ],
    [
      'moves the cursor',
      'export const train = () => { throw new Error("\\u001B[2Jx"); };',
      'threw Error: x.',
    ],
  ])('that a train %s', async (_, code, said) => {
    const ended = await play('03', '--dir', folderWith({ '03-train.ts': code }));
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(said);
    expect(ended.stderr.trimEnd()).not.toMatch(/\p{Cc}/u);
  });
});

it('shows what the code printed before it threw', async () => {
  const code = 'export function train() { console.log("here", 1); throw new Error("no"); }';
  const { stdout } = await play('03', '--dir', folderWith({ '03-train.ts': code }));
  expect(stdout).toBe('\nWhat the code printed:\nhere 1\n');
});

function folderWith(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

/** `npm run play -- WORDS`, without npm. */
function play(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const launch = path.join(root, 'harness', 'launch.mjs');
    execFile(process.execPath, [launch, 'play', ...words], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
