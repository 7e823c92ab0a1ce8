// A machine as a CI job finds it, but for the network: npm links this project's packages where it should install, sudo does nothing.

import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, temporaryFolder, type Ended } from '../cli/command.ts';

/** Programs put before those of the system. */
export function programs(): string {
  const folder = temporaryFolder();
  const npm = execFileSync('bash', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  const install = `ln -sfn '${root}/node_modules' node_modules && cp -r '${root}/dist' dist`;
  addProgram(folder, 'npm', `if [ "$1" = ci ]; then ${install}; else exec '${npm}' "$@"; fi`);
  addProgram(folder, 'sudo', 'true');
  return folder;
}

function addProgram(folder: string, name: string, script: string): void {
  writeFileSync(path.join(folder, name), `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(path.join(folder, name), 0o755);
}

/** Runs a program as a job's step does, with these variables and none of this process's own but PATH and HOME. */
export function runStep(words: string[], cwd: string, variables: Record<string, string>): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { HOME, ...variables, PATH: `${variables.PATH ?? ''}:${PATH}` };
  const [program = '', ...rest] = words;
  return new Promise((resolve) => {
    execFile(program, rest, { cwd, env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Makes a folder a Git repository with one commit, and gives the commit's hash. */
export function committed(folder: string): string {
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...words], {
      encoding: 'utf8',
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-11-20T10:00:00Z' },
    }).trim();
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet');
  git('add', '--all', '--force');
  git('commit', '--quiet', '--message', 'work');
  return git('rev-parse', 'HEAD');
}
