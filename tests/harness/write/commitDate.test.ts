import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitDate } from '../../../harness/write/commitDate.ts';
import { skippedWithout } from '../../leftOut.ts';
import { folderOf } from '../folder.ts';

const COMMITTED = '2026-11-23T18:00:00+01:00';
const IN_UTC = '2026-11-23T17:00:00Z';

function git(folder: string, ...words: string[]): string {
  const people = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' };
  const committer = { GIT_COMMITTER_NAME: 'Ada> 1 +0000', GIT_COMMITTER_EMAIL: 'ada@example.org' };
  const env = {
    ...process.env,
    ...people,
    ...committer,
    GIT_COMMITTER_DATE: COMMITTED,
    GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z',
  };
  return execFileSync('git', words, { cwd: folder, env, encoding: 'utf8' }).trim();
}

async function checkout(): Promise<string> {
  const folder = await folderOf({ 'exercises/01-forward.ts': 'export {};\n' });
  git(folder, 'init', '--quiet');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message', 'one\n\ncommitter Eve <eve@example.org> 1 +0000');
  return folder;
}

describe.skipIf(skippedWithout('the date of a commit', 'git'))('the date of a commit', () => {
  it('is that of its committer, in UTC, from anywhere in the checkout', async () => {
    const folder = await checkout();
    expect([commitDate(folder), commitDate(path.join(folder, 'exercises'))]).toEqual([IN_UTC, IN_UTC]);
  });

  it('is not known outside a checkout', async () => {
    expect(commitDate(await folderOf({ 'x.ts': '' }))).toBeNull();
  });

  it('is not taken from a folder that only looks like a repository', async () => {
    const folder = await checkout();
    const bare = path.join(await folderOf({ 'x.ts': '' }), 'bare');
    git(folder, 'clone', '--quiet', '--bare', folder, bare);
    expect(commitDate(bare)).toBeNull();
  });

  it('runs nothing that the repository names', async () => {
    const folder = await checkout();
    const proof = path.join(folder, 'ran');
    const script = path.join(folder, 'script.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
    for (const name of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'gpg.program', 'core.editor'])
      git(folder, 'config', name, script);
    git(folder, 'config', 'log.showSignature', 'true');
    git(folder, 'config', 'alias.cat-file', `!${script}`);
    expect({ date: commitDate(folder), ran: existsSync(proof) }).toEqual({ date: IN_UTC, ran: false });
  });

  it.each([
    ['ssh', 'ssh://example.invalid/x'],
    ['ext', 'ext::SCRIPT'],
    ['file', 'file:///nowhere'],
  ])('fetches no commit that is missing, over %s', async (_, url) => {
    const folder = await checkout();
    const [proof, script] = [path.join(folder, 'ran'), path.join(folder, 'script.sh')];
    writeFileSync(script, `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
    const head = git(folder, 'rev-parse', 'HEAD');
    for (const [name = '', value = ''] of [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'evil'],
      ['remote.evil.url', url.replace('SCRIPT', script)],
      ['remote.evil.promisor', 'true'],
      ['remote.evil.uploadpack', script],
      ['core.sshCommand', script],
      ['protocol.allow', 'always'],
    ])
      git(folder, 'config', name, value);
    rmSync(path.join(folder, '.git', 'objects', head.slice(0, 2), head.slice(2)));
    expect({ date: commitDate(folder), ran: existsSync(proof) }).toEqual({ date: null, ran: false });
    expect(readdirSync(folder)).not.toContain('ran');
  });
});
