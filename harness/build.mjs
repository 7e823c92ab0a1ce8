// Bundles the command, the sandbox's child and TensorFlow.js into dist/: Node 20 runs no TypeScript, a translator at run
// time would cost half a second a start, and TensorFlow.js loads five times faster from one file.
// Run by npm after an install (`prepare`), and by launch.mjs whenever a source is newer than what was built.

import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { fasterMatrix } from './fasterMatrix.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** These find files of their own beside them, and stay outside; the other packages load faster as part of one file. */
const WITH_FILES = [/^node:/, /^vitest/, /^vite/, /^rolldown/];

const builds = [
  {
    input: { cli: 'harness/cli/main.ts', bundler: 'harness/bundle/process.ts' },
    external: WITH_FILES,
    format: 'esm',
    extension: 'mjs',
  },
  {
    input: { child: 'harness/sandbox/child.ts' },
    external: [/^node:/],
    format: 'cjs',
    extension: 'cjs',
    plugins: [fasterMatrix],
  },
  {
    input: { 'child-tfjs': 'harness/sandbox/child/tfjs.ts' },
    external: [/^node:/],
    format: 'cjs',
    extension: 'cjs',
    minify: true,
    mainFields: ['module', 'main'],
  },
  {
    input: { 'child-jax': 'harness/sandbox/child/jax.ts' },
    external: [/^node:/],
    format: 'cjs',
    extension: 'cjs',
    minify: true,
    mainFields: ['module', 'main'],
    // Its backends for a GPU are loaded when asked for; the sandbox shows no file but this one.
    codeSplitting: false,
  },
  {
    input: {
      tfjs: 'reference/tensorflow/bundle/tfjs.ts',
      'tfjs-backend-wasm': '@tensorflow/tfjs-backend-wasm',
      'tfjs-backend-cpu': '@tensorflow/tfjs-backend-cpu',
      'device-probe': 'reference/tensorflow/probe.ts',
    },
    external: [/^node:/],
    format: 'esm',
    extension: 'mjs',
    minify: true,
    // One copy of the core for all three: the packages' CommonJS builds would bring a second.
    mainFields: ['module', 'main'],
    define: { __dirname: 'import.meta.dirname' },
  },
];

/** The binary that TensorFlow.js's WebAssembly backend looks for, beside the child that has it. */
const WASM = 'tfjs-backend-wasm-simd.wasm';

/** Builds everything; rejects with the bundler's own words. */
export async function build() {
  forget(isFileOfGraders);
  await Promise.all(builds.map(buildOne));
  const beside = path.join(root, 'dist', `${WASM}.${process.pid}.tmp`);
  copyFileSync(path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', WASM), beside);
  renameSync(beside, path.join(root, 'dist', WASM));
}

async function buildOne({ input, external, format, extension, ...rest }) {
  const { mainFields, define = {}, minify = false, codeSplitting, plugins } = rest;
  const options = {
    cwd: root,
    platform: 'node',
    resolve: { mainFields },
    transform: { define },
    plugins,
    onLog: () => {},
  };
  const bundle = await rolldown({ input, external, ...options });
  // Two builds share no chunk, not even one that both call by the same name.
  const [first] = Object.keys(input);
  const names = {
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `${first}-[name]-shared.${extension}`,
  };
  const sourcemap = format === 'esm' && !minify;
  const { output } = await bundle.generate({ format, minify, sourcemap, codeSplitting, ...names });
  for (const file of output) writeWhole(file.fileName, file.type === 'chunk' ? file.code : file.source);
  await bundle.close();
}

/** Never half a file: another command may be reading it just now. */
function writeWhole(name, text) {
  const file = path.join(root, 'dist', name);
  const beside = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(beside, text);
  renameSync(beside, file);
}

/**
 * Removes what of dist/ is kept of graders (engine/moduleCache.ts, kept.ts): of a checkout's own making it would be believed
 * unseen, and of old packages it is of no use.
 */
function forget(isKept) {
  const dist = path.join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist).filter(isKept))
    rmSync(path.join(dist, name), { recursive: true, force: true });
}

function isOfGraders(name) {
  return name.startsWith('graders-');
}

/** Files as other code may have read them; whoever uses one has it open or reads its source again. */
function isFileOfGraders(name) {
  return isOfGraders(name) && name.includes('.json'); // and what was left half written
}

// As npm runs it after an install. A command that builds for itself leaves the modules, since another one may be grading.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  forget(isOfGraders);
  await build();
}
