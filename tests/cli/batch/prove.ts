// `npm run prove:batch`: one class, graded in one run, in a run killed again and again, in four shards, and by three workers on
// a queue, one of them killed: the gradebook is the same. `HANDGRAD_CLASS` is its size.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stream } from '../../../graders/support/random.ts';
import { readJournal } from '../../../harness/batch/journal.ts';
import { RedisServer } from '../../harness/batch/redisServer.ts';
import { generateClass } from './generatedClass.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

const SIZE = Number(process.env.HANDGRAD_CLASS ?? 200);
const SEED = Number(process.env.HANDGRAD_SEED ?? 1);
const KILLS = 20;
const SHARDS = 4;
const WORKERS = 3;
const ONLY = ['--only', '01,02'];

/** What has to be the same, byte for byte. */
const FILES = ['gradebook.csv', 'canvas.csv', 'moodle.csv', path.join('dolos', 'info.csv')];

const random = stream(SEED, 'prove:batch');
const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-prove-'));
const faults: string[] = [];

try {
  const handedIn = path.join(folder, 'class');
  mkdirSync(handedIn);
  await generateClass(handedIn, SIZE, random);
  const started = performance.now();
  await ended(batch(handedIn, 'one'));
  const whole = performance.now() - started;
  tell(`${SIZE} submissions graded in one run: ${(whole / 1000).toFixed(0)} s`);
  await killedAgainAndAgain(handedIn, whole);
  await inShards(handedIn);
  await byWorkers(handedIn, whole);
  for (const fault of faults) tell(fault);
  tell(faults.length === 0 ? 'The batch holds.' : `${faults.length} faults.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Each run goes on where the one before was killed, at a moment of its own. */
async function killedAgainAndAgain(handedIn: string, whole: number): Promise<void> {
  for (let kill = 0; kill < KILLS; kill++) {
    const run = batch(handedIn, 'killed');
    const isOver = await Promise.race([
      once(run, 'exit').then(() => true),
      pause(random() * (whole / 8)).then(() => false),
    ]);
    run.kill('SIGKILL');
    if (isOver) tell(`it had come to its end before kill ${kill + 1}`);
  }
  await ended(batch(handedIn, 'killed'));
  const ids = readJournal(path.join(folder, 'killed', 'journal.jsonl')).map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) faults.push(`graded twice, although the journal had it: ${twice.join(', ')}`);
  compare('killed', `killed ${KILLS} times`);
}

async function inShards(handedIn: string): Promise<void> {
  const shards = Array.from({ length: SHARDS }, (_, index) => `shard${index + 1}`);
  for (const [index, shard] of shards.entries())
    await ended(batch(handedIn, shard, '--shard', `${index + 1}/${SHARDS}`));
  const folders = shards.map((shard) => path.join(folder, shard));
  await ended(command('merge', ...folders, '--out', path.join(folder, 'merged')));
  compare('merged', `${SHARDS} shards merged`);
}

async function byWorkers(handedIn: string, whole: number): Promise<void> {
  const redis = await RedisServer.start({ keepsData: false });
  const workers = Array.from({ length: WORKERS }, () =>
    command('worker', '--redis', redis.url, '--jobs', '1'),
  );
  try {
    const run = batch(handedIn, 'queue', '--redis', redis.url);
    await Promise.race([once(run, 'exit'), pause(whole / 2)]);
    workers[0]?.kill('SIGKILL');
    await ended(run);
    compare('queue', `${WORKERS} workers, one of them killed`);
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await redis.remove();
  }
}

function batch(handedIn: string, out: string, ...words: string[]): ChildProcess {
  return command('batch', handedIn, '--out', path.join(folder, out), ...ONLY, ...words);
}

function command(...words: string[]): ChildProcess {
  return spawn(process.execPath, [path.join(root, 'harness', 'launch.mjs'), ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function ended(run: ChildProcess): Promise<void> {
  const said: string[] = [];
  run.stderr?.on('data', (text: Buffer) => said.push(text.toString()));
  const [code] = (await once(run, 'exit')) as [number | null];
  if (code !== 0) faults.push(`a run ended with ${code}: ${said.join('').slice(-500)}`);
}

function compare(name: string, what: string): void {
  const differing = FILES.filter((file) => read('one', file) !== read(name, file));
  if (differing.length > 0) faults.push(`${what}: ${differing.join(', ')} differ from the one run's`);
  else tell(`${what}: the same gradebook`);
}

function read(name: string, file: string): string {
  return readFileSync(path.join(folder, name, file), 'utf8');
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
