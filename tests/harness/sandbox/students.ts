// Student processes for tests: the real child in every sandbox that this machine has.

import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  commandFor,
  StudentFault,
  StudentProcess,
  type Limits,
  type Machine,
} from '../../../harness/sandbox/host.ts';
import { probeSandbox, SandboxUnavailable, type Probed } from '../../../harness/sandbox/probe.ts';
import { mayLeaveOut } from '../../leftOut.ts';
import { bundled } from '../bundling.ts';
import { folderOf } from '../folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const child = join(root, 'dist', 'child.cjs');

/** Small where a test runs into them, roomy where it must not: a busy machine takes seconds for nothing. */
export const LIMITS: Limits = {
  loadMs: 20_000,
  callMs: 20_000,
  slowCallsMs: {},
  exerciseMs: 60_000,
  memoryBytes: 768 * 1024 * 1024, // Node 24 does not start with less
  outputKeptBytes: 1024,
  outputStopBytes: 64 * 1024,
};

/** One way to run student code. */
export interface Sandbox {
  mode: 'bubblewrap' | 'permission';
  /** What the probe found, or why this one cannot be had here. */
  probed: Probed | string;
  isSkipped: boolean;
}

/** Both sandboxes. One that is missing is skipped with the reason printed, where that may be; else it fails. */
export async function sandboxes(what: string): Promise<Sandbox[]> {
  const found: Sandbox[] = [];
  for (const mode of ['bubblewrap', 'permission'] as const) {
    const probed = await probe(mode);
    const isSkipped = typeof probed === 'string' && mayLeaveOut(mode);
    if (isSkipped) process.stdout.write(`skipped: ${what} in ${mode}, for ${probed}\n`);
    found.push({ mode, probed, isSkipped });
  }
  return found;
}

/** What this machine runs a sandbox with; throws where it has none. */
export function machineOf({ probed }: Sandbox): Machine {
  if (typeof probed === 'string') throw new Error(probed);
  return probed.machine;
}

/** The same with another program in place of the child, and nothing beside it. */
export async function machineWith(sandbox: Sandbox, program: string): Promise<Machine> {
  const folder = await folderOf({ 'child.cjs': program });
  await chmod(dirname(folder), 0o755); // whom the sandbox runs it as may not be whom this is
  return { ...machineOf(sandbox), child: join(folder, 'child.cjs'), companions: [] };
}

/** A program that never says that it is there. */
export const SILENT = 'setInterval(() => {}, 1000);';

/** A process without any code yet, ended with its test. */
export function start(sandbox: Sandbox, limits = LIMITS): StudentProcess {
  const student = StudentProcess.start(commandFor(machineOf(sandbox), limits), limits);
  onTestFinished(() => student.close());
  return student;
}

/** A process that has loaded this code as 01-forward.ts, ended with its test. */
export async function load(sandbox: Sandbox, code: string, limits = LIMITS): Promise<StudentProcess> {
  const student = await open(sandbox, code, limits);
  onTestFinished(() => student.close());
  return student;
}

/** The same for a whole suite, which ends it. */
export async function open(sandbox: Sandbox, code: string, limits = LIMITS): Promise<StudentProcess> {
  const student = StudentProcess.start(commandFor(machineOf(sandbox), limits), limits);
  await student.load(await scriptOf(code), []);
  return student;
}

/** The bundle of this code as 01-forward.ts. */
export async function scriptOf(code: string, libraries = ['ml-matrix']): Promise<string> {
  const files = new Map([['01-forward.ts', code]]);
  const submission = { id: 'ada', sha256: '', files, refused: new Map(), problem: null };
  const { bundle, diagnostics } = await bundled(submission, '01-forward.ts', libraries);
  if (!bundle) throw new Error(diagnostics.join('\n'));
  return bundle.code;
}

/** The fault that a request ends with; anything else that it ends with is an error. */
export async function faultOf(request: Promise<unknown>): Promise<StudentFault> {
  const ended = await request.then(
    (answer) => new Error(`no fault, but ${JSON.stringify(answer)}`),
    (error: unknown) => error,
  );
  if (ended instanceof StudentFault) return ended;
  throw ended;
}

async function probe(mode: Sandbox['mode']): Promise<Probed | string> {
  try {
    return await probeSandbox(
      mode,
      {
        child,
        companions: ['child-tfjs.cjs', 'child-jax.cjs', 'tfjs-backend-wasm-simd.wasm'].map((name) =>
          join(root, 'dist', name),
        ),
      },
      LIMITS,
    );
  } catch (error) {
    if (error instanceof SandboxUnavailable) return error.message;
    throw error;
  }
}
