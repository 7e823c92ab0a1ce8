// Starts the command: builds dist/ first where a source is newer than what was built.

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SOURCES = ['harness', 'reference', 'reports', 'package-lock.json'];

/**
 * How much of a function runs before V8 optimises it (bytes of its bytecode; 67,584 unless told). A grading is over in seconds, and
 * much of what V8 would optimise meanwhile hardly runs again: docs/speed.md says what this is worth.
 * From Node 22 on V8 does not know the flag.
 */
const RUN_BEFORE_OPTIMISED = 300_000;
if (Number.parseInt(process.versions.node, 10) < 22)
  v8.setFlagsFromString(`--interrupt-budget=${RUN_BEFORE_OPTIMISED}`);

// A student process without its own PID namespace could open this process's inspector by this signal.
process.on('SIGUSR1', () => {});

try {
  if (newest(SOURCES) > builtAt()) await (await import('./build.mjs')).build();
  const { main } = await import('../dist/cli.mjs');
  await main(process.argv.slice(2), root);
} catch (error) {
  const [why] = String(error instanceof Error ? error.message : error).split('\n');
  process.stderr.write(`Handgrad cannot be started (${why}): run npm ci in ${root} first.\n`);
  process.exitCode = 3; // the grader could not do its work
}

function builtAt() {
  return Math.min(
    ...[
      'cli.mjs',
      'bundler.mjs',
      'child.cjs',
      'child-tfjs.cjs',
      'child-jax.cjs',
      'tfjs.mjs',
      'device-probe.mjs',
    ].map((file) => modified(path.join(root, 'dist', file))),
  );
}

function newest(names) {
  return names.reduce((latest, name) => Math.max(latest, newestIn(path.join(root, name))), 0);
}

function newestIn(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  if (path.basename(file) === 'out' || path.basename(file) === 'golden') return 0;
  return readdirSync(file).reduce((latest, name) => Math.max(latest, newestIn(path.join(file, name))), 0);
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}
