// `npm run sandbox` on this machine, and on others that stand-ins make of it.

import { execFile } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { listed } from '../../harness/cli/sandbox.ts';
import type { Barrier, SandboxState } from '../../harness/sandbox/barriers.ts';
import { root, temporaryFolder } from './command.ts';

const run = promisify(execFile);

const UBUNTU = 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0';
/** What bubblewrap says on Ubuntu 24.04 as it comes. */
const REFUSED = '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n';

/** What setpriv says in a container without the right to change its user. */
const NO_RIGHT = '#!/bin/sh\necho "setpriv: Operation not permitted" >&2\nexit 1\n';

const isLinux = process.platform === 'linux';
if (!isLinux) process.stdout.write('skipped: stand-ins for machines with bubblewrap, which is for Linux\n');

const isRoot = isLinux && process.getuid?.() === 0;
if (!isRoot) process.stdout.write('skipped: a setpriv that is refused, for only root needs it\n');

describe('npm run sandbox', () => {
  it('says of every barrier whether it holds, what was found and, where it does not, what to do', async () => {
    const { auto, barriers } = await stateWith();
    const names = ['bubblewrap', 'namespaces', 'seccomp', 'permission', 'prlimit'];
    expect(barriers.map(({ name }) => name).filter((name) => name !== 'setpriv')).toEqual(names);
    expect(barriers.filter(({ detail }) => detail === '')).toEqual([]);
    expect(barriers.filter(({ holds, remedy }) => holds && remedy !== null)).toEqual([]);
    const isWhole = barriers.filter(({ name }) => name !== 'setpriv').every(({ holds }) => holds);
    if (isWhole) expect(auto).toBe('bubblewrap+permission');
    expect(named(barriers, 'permission')).toMatchObject({ holds: true });
    expect(named(barriers, 'permission').detail).toContain(`Node ${process.versions.node}'s`);
    expect(named(barriers, 'permission').detail).toContain('signals to other processes');
  });

  it.skipIf(!isLinux)('on a machine without bubblewrap, names the package', async () => {
    const { auto, detail, barriers } = await stateWith(folderWith({}));
    expect(auto).toBe('permission');
    expect(detail).toContain('keeps accidents in, not attackers');
    expect(named(barriers, 'bubblewrap')).toEqual({
      ...{ name: 'bubblewrap', holds: false },
      ...{ detail: 'Not installed.', remedy: 'sudo apt-get install bubblewrap' },
    });
    for (const name of ['namespaces', 'seccomp']) {
      const says = 'Not tried: it comes with bubblewrap.';
      expect(named(barriers, name)).toEqual({ name, holds: false, detail: says, remedy: null });
    }
  });

  it.skipIf(!isLinux)("where namespaces are refused as on Ubuntu 24.04, names Ubuntu's switch", async () => {
    const { auto, detail, barriers } = await stateWith(folderWith({ bwrap: REFUSED }));
    expect(auto).toBe('permission');
    expect(detail).toContain('keeps accidents in, not attackers');
    expect(detail).toContain(UBUNTU);
    expect(named(barriers, 'bubblewrap').holds).toBe(true);
    expect(named(barriers, 'namespaces')).toEqual({
      ...{ name: 'namespaces', holds: false },
      ...{
        detail: 'bubblewrap does not start: bwrap: setting up uid map: Permission denied',
        remedy: UBUNTU,
      },
    });
  });

  it.skipIf(!isRoot)('as root, where setpriv is refused, says that student code runs as root', async () => {
    const { auto, detail, barriers } = await stateWith(folderWith({ bwrap: REFUSED, setpriv: NO_RIGHT }));
    expect(auto).toBe('permission');
    expect(detail).toContain(
      'Student code runs as root: setpriv does not work here (setpriv: Operation not permitted).',
    );
    expect(named(barriers, 'permission').holds).toBe(true);
  });

  it.skipIf(!isLinux)(
    'prints the same in 80 columns but for commands, in no colour, with exit code 0',
    async () => {
      const { stdout, stderr } = await sandbox([], folderWith({ bwrap: REFUSED }));
      expect(stderr).toBe('');
      expect(stdout).not.toContain('\u001B');
      expect(stdout).toContain(`${' '.repeat(15)}${UBUNTU}\n`);
      expect(stdout).toContain(' what --sandbox auto takes here: permission\n');
      const long = stdout.split('\n').filter((line) => line.length > 80);
      expect(long.filter((line) => !line.includes(UBUNTU))).toEqual([]);
    },
  );
});

describe('the list of barriers', () => {
  const state: SandboxState = {
    auto: 'bubblewrap+permission',
    detail: '',
    barriers: [
      { name: 'bubblewrap', holds: true, detail: 'bubblewrap 0.8.0', remedy: null },
      { name: 'prlimit', holds: false, detail: 'Not found.', remedy: 'sudo apt-get install util-linux' },
    ],
  };

  it('tells what holds from what does not', () => {
    const text = listed(state, false);
    expect(text).toMatch(/^ {3}bubblewrap {2}holds\n {15}bubblewrap 0\.8\.0$/m);
    expect(text).toMatch(/^ {3}prlimit {5}does not hold\n {15}Not found\.\n {15}sudo apt-get/m);
    expect(text).toContain('This holds against attackers');
  });

  it('says what the sandbox does not keep in, and then nothing of attackers kept out', () => {
    const text = listed({ ...state, auto: 'permission', detail: 'Only accidents.' }, false);
    expect(text).toContain('what --sandbox auto takes here: permission\n Only accidents.\n');
    expect(text).not.toContain('holds against attackers');
  });

  it('says the same in colour', () => {
    expect(stripVTControlCharacters(listed(state, true))).toBe(listed(state, false));
  });
});

async function stateWith(programs?: string): Promise<SandboxState> {
  return JSON.parse((await sandbox(['--json'], programs)).stdout) as SandboxState;
}

/** The command, with programs from one folder alone where that is given; rejects with any exit code but 0. */
function sandbox(words: string[], programs = process.env.PATH): Promise<{ stdout: string; stderr: string }> {
  const launch = path.join(root, 'harness', 'launch.mjs');
  const env = { ...process.env, PATH: programs, FORCE_COLOR: undefined };
  return run(process.execPath, [launch, 'sandbox', ...words], { cwd: root, env });
}

function named(barriers: readonly Barrier[], name: string): Barrier {
  const found = barriers.find((barrier) => barrier.name === name);
  if (!found) throw new Error(`no ${name} among the barriers`);
  return found;
}

/** A folder of programs: these, and what else the sandbox uses of this machine. */
function folderWith(programs: Record<string, string>): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755); // the grader may run as root, and the program as nobody
  for (const name of ['prlimit', 'setpriv', 'ldd', 'bash'])
    if (!(name in programs) && existsSync(`/usr/bin/${name}`))
      symlinkSync(`/usr/bin/${name}`, path.join(folder, name));
  for (const [name, text] of Object.entries(programs))
    writeFileSync(path.join(folder, name), text, { mode: 0o755 });
  return folder;
}
