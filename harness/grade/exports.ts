// Exports that an exercise asks for and a submission lacks, as diagnostics.

import type { Diagnostic } from '../result.ts';
import type { ExerciseSpec } from '../course.ts';
import type { Run } from '../engine/engine.ts';
import { placeOf } from '../bundle/place.ts';

/** One diagnostic for each missing export, at its declaration where there is one that is not exported. */
export function missingExports(
  text: string,
  { file, exports }: Pick<ExerciseSpec, 'file' | 'exports'>,
  { checks }: Run,
): Diagnostic[] {
  const messages = [...checks.values()].map(({ message }) => message ?? '');
  const missing = exports.filter((name) =>
    messages.some((message) => message.startsWith(`${name} is not exported`)),
  );
  return missing.map((name) => {
    const declared = new RegExp(`(?:function|const|let|class)\\s+${name}\\b`).exec(text);
    const found = declared ? `${name} is declared here, but not exported` : `${name} is not exported`;
    const place = declared ? placeOf(text, declared.index) : { line: 1, column: 1 };
    return { file, ...place, message: `${found}: write \`export function ${name}\`.`, severity: 'error' };
  });
}
