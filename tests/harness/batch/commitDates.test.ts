import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readIntake } from '../../../harness/batch/intake.ts';
import { CommitDates } from '../../../harness/batch/intake/commitDates.ts';
import { skippedWithout } from '../../leftOut.ts';
import { addFile, folderOf } from '../folder.ts';

const isSkipped = skippedWithout('the time of a checkout', 'git');

const COMMITTED = new Date('2026-11-20T21:00:00Z');

function git(folder: string, ...words: string[]): string {
  const who = { name: 'Ada', email: 'ada@example.org', date: '2026-11-20T23:00:00+02:00' };
  const env = {
    PATH: process.env.PATH,
    ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    ...{ GIT_COMMITTER_NAME: who.name, GIT_COMMITTER_EMAIL: who.email, GIT_COMMITTER_DATE: who.date },
    ...{ GIT_AUTHOR_NAME: who.name, GIT_AUTHOR_EMAIL: who.email, GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z' },
  };
  return execFileSync('git', words, { cwd: folder, env, encoding: 'utf8' }).trim();
}

async function checkout(name = 'ada'): Promise<string> {
  const folder = await folderOf({ '01-forward.ts': '' }, name);
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'committer Eve <eve> 1 +0000');
  return folder;
}

describe.skipIf(isSkipped)('the time of a checkout', () => {
  let dates: CommitDates;
  beforeEach(() => {
    dates = new CommitDates();
  });
  afterEach(() => dates.close());

  it('is when HEAD was committed, in UTC, not when its author wrote it', async () => {
    expect(await dates.of(await checkout())).toEqual(COMMITTED);
  });

  it.each([
    ['a detached HEAD', (folder: string) => git(folder, 'checkout', '-q', '--detach')],
    ['packed branches', (folder: string) => git(folder, 'pack-refs', '--all')],
    ['packed objects', (folder: string) => git(folder, 'gc', '-q')],
    ['a branch in a folder', (folder: string) => git(folder, 'checkout', '-q', '-b', 'hw/one.2')],
  ])('is told of %s', async (_, change) => {
    const folder = await checkout();
    change(folder);
    expect(await dates.of(folder)).toEqual(COMMITTED);
  });

  it('is not known where nothing was committed, or there is no repository', async () => {
    const folder = await folderOf({});
    expect(await dates.of(folder)).toBeNull();
    git(folder, 'init', '-q');
    expect(await dates.of(folder)).toBeNull();
  });

  it('runs nothing that the repository asks for', async () => {
    const folder = await checkout();
    const trap = join(folder, 'trap.sh');
    const sprung = join(folder, 'sprung');
    await writeFile(trap, `#!/bin/sh\ntouch ${sprung}\n`, { mode: 0o755 });
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change'])
      await writeFile(join(folder, '.git', 'hooks', hook), `#!/bin/sh\ntouch ${sprung}\n`, { mode: 0o755 });
    await writeFile(
      join(folder, '.git', 'config'),
      [
        '[core]',
        '\trepositoryformatversion = 1',
        ...['fsmonitor', 'pager', 'sshCommand', 'editor', 'alternateRefsCommand'].map(
          (key) => `\t${key} = ${trap}`,
        ),
        '[gpg]',
        `\tprogram = ${trap}`,
        '[log]',
        '\tshowSignature = true',
        '[alias]',
        `\tcat-file = !${trap}`,
        '[extensions]',
        '\tpartialClone = origin',
        '[remote "origin"]',
        `\turl = ext::${trap}`,
        '\tpromisor = true',
        `\tuploadpack = ${trap}`,
        '[protocol "ext"]',
        '\tallow = always',
        '[include]',
        '\tpath = /dev/stdin',
      ].join('\n'),
    );
    expect(await dates.of(folder)).toEqual(COMMITTED);
    // The commit is named and not there: a partial clone would fetch it, by the program above.
    await writeFile(join(folder, '.git', 'HEAD'), `${'ab'.repeat(20)}\n`);
    expect(await dates.of(folder)).toBeNull();
    expect(existsSync(sprung)).toBe(false);
  });

  it('is not looked for anywhere else', async () => {
    const other = await checkout('other');
    const [linked, pointed, borrowed, objects, head, refs] = (await Promise.all(
      ['linked', 'pointed', 'borrowed', 'objects', 'head', 'refs'].map((name) => folderOf({}, name)),
    )) as [string, string, string, string, string, string];
    await symlink(join(other, '.git'), join(linked, '.git'), 'junction');
    await writeFile(join(pointed, '.git'), `gitdir: ${join(other, '.git')}\n`);
    git(borrowed, 'clone', '-q', '--shared', other, '.');
    for (const folder of [objects, head, refs]) git(folder, 'clone', '-q', other, '.');
    await rename(join(objects, '.git', 'objects'), join(objects, 'moved'));
    await symlink(join(objects, 'moved'), join(objects, '.git', 'objects'), 'junction');
    await rename(join(head, '.git', 'HEAD'), join(head, 'moved'));
    await symlink(join(head, 'moved'), join(head, '.git', 'HEAD'));
    await rename(join(refs, '.git', 'refs'), join(refs, 'moved'));
    await symlink(join(refs, 'moved'), join(refs, '.git', 'refs'), 'junction');
    for (const folder of [linked, pointed, borrowed, objects, head, refs])
      expect([folder, await dates.of(folder)]).toEqual([folder, null]);
  });

  it.each([
    'ref: refs/heads/../../../other/.git/HEAD',
    'ref: ../HEAD',
    'ref: --help',
    '--batch',
    'ref: refs/heads/.invalid',
    '',
    'x'.repeat(10_000),
  ])('is not known where HEAD says %j', async (said) => {
    const folder = await checkout();
    await writeFile(join(folder, '.git', 'HEAD'), `${said}\n`);
    expect(await dates.of(folder)).toBeNull();
  });

  it('is not known of a commit that would fill the memory', async () => {
    const folder = await checkout();
    const body = Buffer.concat([
      Buffer.from(`tree ${'0'.repeat(40)}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n`),
      Buffer.alloc(40 * 1024 * 1024),
    ]);
    const commit = Buffer.concat([Buffer.from(`commit ${body.length}\0`), body]);
    const hash = createHash('sha1').update(commit).digest('hex');
    await mkdir(join(folder, '.git', 'objects', hash.slice(0, 2)), { recursive: true });
    await writeFile(join(folder, '.git', 'objects', hash.slice(0, 2), hash.slice(2)), deflateSync(commit));
    await writeFile(join(folder, '.git', 'HEAD'), `${hash}\n`);
    expect(await dates.of(folder)).toBeNull();
  });

  it('is not told by what git is told by the environment', async () => {
    const [folder, other] = [await checkout(), await folderOf({}, 'other')];
    git(other, 'init', '-q');
    process.env.GIT_DIR = join(other, '.git');
    try {
      expect(await dates.of(folder)).toEqual(COMMITTED);
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('handgrad-git-'));
    const more = new CommitDates();
    await more.of(await checkout());
    more.close();
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('handgrad-git-'))).toEqual(before);
  });
});

describe.skipIf(isSkipped)('a class of checkouts', () => {
  it('knows when each was handed in, also where the repository is wrapped, and takes the newest by that', async () => {
    const ada = await checkout('ada');
    const folder = await folderOf({}, 'class');
    await rename(ada, join(folder, 'ada'));
    await rename(await checkout('repo'), join(folder, 'repo'));
    await mkdir(join(folder, 'alan'));
    await rename(join(folder, 'repo'), join(folder, 'alan', 'repo-main'));
    await addFile(folder, 'zoe/01-forward.ts', '');
    const handedIn = await readIntake(folder);
    expect(handedIn.map(({ id, submittedAt }) => [id, submittedAt])).toEqual([
      ['ada', COMMITTED],
      ['alan', COMMITTED],
      ['zoe', null],
    ]);
  });
});
