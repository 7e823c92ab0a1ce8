// When a git checkout was committed, without trusting what the student keeps in it: git can be told by a repository's own
// configuration to start programs, so it is never run inside one.

import { execFile } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** For one look at one commit (ms); honest ones take a hundredth of a second. */
const GIT_TIMEOUT = 5_000;
/** What git may print of a commit, its message and signature included (bytes). */
const COMMIT_LIMIT = 1024 * 1024;
/** What git may take for one piece of memory: a commit can be packed to a thousandth of its size. */
const GIT_MEMORY = '16m';
/** HEAD, or a branch's file (bytes): they hold one line. */
const LINE_LIMIT = 4 * 1024;
/** The file that lists the branches of a clone (bytes); about 50 a branch. */
const PACKED_REFS_LIMIT = 8 * 1024 * 1024;

const HASH = /^[0-9a-f]{40}$/;
const BRANCH = /^ref: (refs\/[\w./@+-]+)$/;

export class CommitDates {
  readonly #repository: string;

  /** Makes an empty repository of our own to read others' objects from; `close` removes it. */
  constructor() {
    this.#repository = mkdtempSync(path.join(os.tmpdir(), 'handgrad-git-'));
    for (const folder of ['objects', 'refs']) mkdirSync(path.join(this.#repository, folder));
    writeFileSync(path.join(this.#repository, 'HEAD'), 'ref: refs/heads/main\n');
  }

  /** The committer date of HEAD of the checkout in `folder`; null where there is none, or it cannot be told safely. */
  async of(folder: string): Promise<Date | null> {
    try {
      const git = path.join(folder, '.git');
      const hash = isFolder(git) && ownsObjects(git) ? headOf(git) : null;
      return hash === null ? null : dateIn(await this.#commit(git, hash));
    } catch {
      // No git here, no such commit, too large, too slow: the time is not known, and the submission is graded all the same.
      return null;
    }
  }

  close(): void {
    rmSync(this.#repository, { recursive: true, force: true });
  }

  async #commit(git: string, hash: string): Promise<string> {
    const { stdout } = await promisify(execFile)('git', ['cat-file', 'commit', hash], {
      cwd: this.#repository,
      env: {
        // Nothing of ours that git listens to, and no configuration but our own repository's, which has none.
        ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }),
        ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
        ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: os.devNull, GIT_TERMINAL_PROMPT: '0' },
        ...{ GIT_DIR: this.#repository, GIT_OBJECT_DIRECTORY: path.join(git, 'objects') },
        ...{ GIT_NO_REPLACE_OBJECTS: '1', GIT_NO_LAZY_FETCH: '1', GIT_ALLOC_LIMIT: GIT_MEMORY },
      },
      ...{ timeout: GIT_TIMEOUT, killSignal: 'SIGKILL', maxBuffer: COMMIT_LIMIT, windowsHide: true },
    });
    return stdout;
  }
}

/** Whether the objects lie here alone; alternates would lead git to other places of this machine. */
function ownsObjects(git: string): boolean {
  const objects = path.join(git, 'objects');
  return (
    isFolder(objects) &&
    !lstatSync(path.join(objects, 'info', 'alternates'), { throwIfNoEntry: false }) &&
    !lstatSync(path.join(objects, 'info', 'http-alternates'), { throwIfNoEntry: false })
  );
}

/** The hash that HEAD comes to, as git would find it; null where it is none. */
function headOf(git: string): string | null {
  const head = lineOf(git, 'HEAD', LINE_LIMIT)?.trim() ?? '';
  const branch = BRANCH.exec(head)?.[1];
  const hash = branch === undefined ? head : hashOf(git, branch);
  return hash !== null && HASH.test(hash) ? hash : null;
}

function hashOf(git: string, branch: string): string | null {
  const loose = branch.split('/').includes('..') ? null : lineOf(git, branch, LINE_LIMIT);
  if (loose !== null) return loose.trim();
  const packed = lineOf(git, 'packed-refs', PACKED_REFS_LIMIT)?.split('\n') ?? [];
  return packed.find((line) => line.slice(41).trim() === branch)?.slice(0, 40) ?? null;
}

/** The text of a file in a repository; null where it is no plain file of it, or larger than such a file can be. */
function lineOf(git: string, name: string, limit: number): string | null {
  const file = path.join(git, name);
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (!there?.isFile() || there.size > limit) return null;
  return realpathSync(file) === path.join(realpathSync(git), name) ? readFileSync(file, 'utf8') : null;
}

/** The committer's line stands before the first empty one; what follows is the student's text. */
function dateIn(commit: string): Date | null {
  const [headers = ''] = commit.split('\n\n');
  const seconds = /^committer .*> (\d{1,11}) [+-]\d{4}$/m.exec(headers)?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000);
}

function isFolder(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
