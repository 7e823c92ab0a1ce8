// Bundles what a student could hand in, and runs the bundle as the sandbox's child does.

import { bundleExercise, type Bundle } from '../../harness/bundle.ts';
import { loadSubmission } from '../../harness/sandbox/child/load.ts';
import type { Submission } from '../../harness/submission.ts';
import { handIn } from './folder.ts';

interface Bundled {
  bundle: Bundle | null;
  /** As `file:line:column: message`. */
  diagnostics: string[];
}

/** Bundles one exercise of files that are handed in. */
export async function bundled(
  files: Submission | Record<string, string>,
  entry = '01-forward.ts',
  libraries: string[] = ['ml-matrix'],
): Promise<Bundled> {
  const submission = isSubmission(files) ? files : await handIn(files);
  const bundling = await bundleExercise({ submission, entry, libraries });
  if (bundling.ok) return { bundle: bundling.bundle, diagnostics: [] };
  const said = bundling.diagnostics.map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
  return { bundle: null, diagnostics: said };
}

/** What bundling 01-forward.ts among these files complains of. */
export async function complaints(files: Record<string, string>): Promise<string[]> {
  return (await bundled(files)).diagnostics;
}

/** What 01-forward.ts among these files exports when its bundle is run; in an object of its own, for an export may be called `then`. */
export async function run(files: Record<string, string>): Promise<{ exported: Record<string, unknown> }> {
  const { bundle, diagnostics } = await bundled(files);
  if (!bundle) throw new Error(diagnostics.join('\n'));
  const { exported } = await loadSubmission(bundle.code);
  return { exported: { ...exported } };
}

function isSubmission(files: Submission | Record<string, string>): files is Submission {
  return files.files instanceof Map;
}
