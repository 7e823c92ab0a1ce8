// When the commit that lies in a folder was made, without obeying the repository's own configuration.
// For a submission on its owner's desk or in its own CI job; a batch, which looks at what others hand in, never runs git inside
// it (batch/intake/commitDates.ts).

import { spawnSync } from 'node:child_process';

/** Reading one commit takes milliseconds (ms). */
const GIT_TIMEOUT = 10_000;
/** A commit's message may be long (bytes). */
const COMMIT_LIMIT = 16 * 1024 * 1024;

const MS_PER_SECOND = 1000;
/** The last second of the year 9999: no later one has four digits (s). */
const LAST_SECOND = 253_402_300_799;

/**
 * Printing an object runs no filter, hook, pager or signature check; what is left is that git may fetch an object that is
 * missing, through a command that the repository names, and that a folder may pass for a repository.
 */
const SETTINGS = [
  ...['-c', 'safe.directory=*'], // a container's user is seldom the one who checked out
  ...['-c', 'safe.bareRepository=explicit'],
  ...['-c', 'core.fsmonitor='],
  ...['-c', 'log.showSignature=false'],
];
const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
};

/** The committer date of HEAD as `YYYY-MM-DDTHH:MM:SSZ`; null where the folder is in no git repository, or git is missing. */
export function commitDate(folder: string): string | null {
  const { status, stdout } = spawnSync('git', [...SETTINGS, 'cat-file', 'commit', 'HEAD'], {
    cwd: folder,
    env: { ...withoutGit(process.env), ...ENVIRONMENT },
    encoding: 'latin1',
    maxBuffer: COMMIT_LIMIT,
    timeout: GIT_TIMEOUT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) return null;
  const [header = ''] = stdout.split('\n\n', 1);
  const [, digits] = /^committer [^\n]*> (\d{1,12}) [+-]\d{4}$/m.exec(header) ?? [];
  const seconds = Number(digits);
  if (digits === undefined || seconds > LAST_SECOND) return null;
  return new Date(seconds * MS_PER_SECOND).toISOString().replace('.000Z', 'Z');
}

/** What a caller set for another repository, such as GIT_DIR, would lead to the wrong one. */
function withoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GIT_')));
}
