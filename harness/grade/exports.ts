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
  const complaints = exports.flatMap((name) => {
    const told = messages.find((message) => message.startsWith(`${name} is not exported`));
    return told === undefined ? [] : [complaintOf(name, told)];
  });
  const missing = new Map(complaints.map((each) => [each.advice, each])); // one object may lack many functions
  return [...missing.values()].map(({ name, advice }) => {
    const declared = new RegExp(`(?:function|const|let|class)\\s+${name}\\b`).exec(text);
    const found = declared ? `${name} is declared here, but not exported` : `${name} is not exported`;
    const place = declared ? placeOf(text, declared.index) : { line: 1, column: 1 };
    return {
      file,
      ...place,
      message: advice.startsWith('write') ? `${found}: ${advice}.` : `${advice}.`,
      severity: 'error',
    };
  });
}

/** `name is not exported by file: advice`; of a function in an object, the object is what is looked for. */
function complaintOf(name: string, told: string): { name: string; advice: string } {
  const [root = name] = name.split('.');
  const [, advice = ''] = /^\S+ is not exported by [^:]*: (.*?)\.?$/.exec(told) ?? [];
  return { name: root, advice: advice || `write \`export function ${root}\`` };
}
