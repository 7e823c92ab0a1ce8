// The zip for Gradescope: made by the command, unpacked, and run as Gradescope runs it, in a folder in place of /autograder.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  createWriteStream,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { root, run, temporaryFolder, type Ended } from '../cli/command.ts';
import { linkPackages } from '../cli/madeStarter.ts';
import { skippedWithout } from '../leftOut.ts';
import { programs, runStep } from './runner.ts';

const isWithoutBash = skippedWithout('the scripts for Gradescope', 'bash');

let made: Ended;
let names: string[];
let zip: string;
let modes: Map<string, number>;
/** In place of /autograder. */
let autograder: string;

beforeAll(async () => {
  const folder = path.join(temporaryFolder(), 'upload');
  made = await run(['starter', folder, '--gradescope']);
  names = readdirSync(folder);
  zip = path.join(folder, 'autograder.zip');
  autograder = temporaryFolder();
  modes = await unpack(zip, path.join(autograder, 'source'));
  cpSync(path.join(autograder, 'source', 'run_autograder'), path.join(autograder, 'run_autograder'));
  linkPackages(path.join(autograder, 'source', 'handgrad'));
});

/** Unpacks with the modes in the zip, and gives them by name. */
async function unpack(file: string, into: string): Promise<Map<string, number>> {
  const opened = await openPromise(file, { lazyEntries: true });
  const found = new Map<string, number>();
  for await (const entry of opened.eachEntry()) {
    const target = path.join(into, entry.fileName);
    mkdirSync(path.dirname(target), { recursive: true });
    await pipeline(await opened.openReadStreamPromise(entry), createWriteStream(target));
    const mode = entry.externalFileAttributes >>> 16;
    chmodSync(target, mode & 0o777);
    found.set(entry.fileName, mode & 0o777);
  }
  return found;
}

/** Grades what a student uploaded. */
async function graded(
  upload: (folder: string) => void,
): Promise<Ended & { results: Record<string, unknown> | null }> {
  const place = path.join(temporaryFolder(), 'autograder');
  mkdirSync(path.join(place, 'submission'), { recursive: true });
  mkdirSync(path.join(place, 'results'));
  cpSync(autograder, place, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  upload(path.join(place, 'submission'));
  const ended = await runStep([path.join(place, 'run_autograder')], '/', {
    AUTOGRADER_ROOT: place,
    PATH: programs(),
  });
  const file = path.join(place, 'results', 'results.json');
  const results = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)
    : null;
  return { ...ended, results };
}

describe('the zip', () => {
  it('is all there is in the folder, and its upload is what comes next', () => {
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('Configure Autograder');
    expect(names).toEqual(['autograder.zip']);
  });

  it('has its two scripts at the root, executable, and nothing else so', () => {
    expect([...modes].filter(([name]) => !name.includes('/'))).toEqual([
      ['setup.sh', 0o755],
      ['run_autograder', 0o755],
    ]);
    expect(new Set([...modes].filter(([name]) => name.includes('/')).map(([, mode]) => mode))).toEqual(
      new Set([0o644]),
    );
  });

  it('holds the grader, and no workflow and no solution', () => {
    expect(modes.has('handgrad/package-lock.json')).toBe(true);
    const unwanted = /^handgrad\/(\.|solutions\/|tests\/|node_modules\/|README|classroom50)/;
    expect([...modes.keys()].filter((name) => unwanted.test(name))).toEqual([]);
  });

  it('is the same whenever it is made, under a name that was asked for', async () => {
    const again = path.join(temporaryFolder(), 'again.zip');
    expect(await run(['starter', '--gradescope', again])).toMatchObject({ code: 0 });
    expect(readFileSync(again).equals(readFileSync(zip))).toBe(true);
    const { code, stderr } = await run(['starter', '--gradescope', again]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(again) as string });
  });

  it.skipIf(isWithoutBash).each(['setup.sh', 'run_autograder'])('has a %s that bash can read', (name) => {
    expect(spawnSync('bash', ['-n', path.join(root, 'starter', 'gradescope', name)]).status).toBe(0);
  });
});

describe.skipIf(isWithoutBash)('run_autograder', () => {
  it('grades what was uploaded, and writes results.json', async () => {
    const { code, results } = await graded((folder) => {
      cpSync(path.join(root, 'solutions', '01-forward.ts'), path.join(folder, '01-forward.ts'));
    });
    expect(code).toBe(0);
    expect(results).toMatchObject({ score: 12 });
    expect(results?.tests).toContainEqual(expect.objectContaining({ status: 'passed' }));
  });

  it('tells a student in one sentence what cannot be told apart', async () => {
    const { code, results } = await graded((folder) => {
      for (const name of ['first', 'second']) {
        mkdirSync(path.join(folder, name));
        writeFileSync(path.join(folder, name, '01-forward.ts'), '');
      }
    });
    expect(code).toBe(0);
    expect(results).toMatchObject({
      score: 0,
      output: expect.stringContaining('holds exercises in first and second') as string,
    });
  });

  it('leaves no results where the grader fails: that is no zero', async () => {
    const file = path.join(autograder, 'source', 'handgrad', 'course.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, 'limits: none\n');
    try {
      const { code, results, stderr } = await graded(() => {});
      expect({ code, results }).toEqual({ code: 1, results: null });
      expect(stderr).toContain('this is no grade');
    } finally {
      writeFileSync(file, text);
    }
  });
});
