// Tells a student's own report what the rules of the class make of the result.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Entry } from '../gradebook.ts';
import type { Adjustment, Result } from '../result.ts';
import { writeReports } from '../write.ts';

/** Writes the reports of an entry again where the rules change something, or did when they were written. */
export async function adjustReports(root: string, out: string, entry: Entry): Promise<void> {
  const wanted = adjustmentOf(entry);
  if (entry.folder === null || (wanted === null && !entry.isReused)) return;
  const folder = path.join(out, entry.folder);
  const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')) as Result;
  const { adjusted = null, ...graded } = result;
  if (JSON.stringify(adjusted) === JSON.stringify(wanted)) return;
  const now: Result = wanted === null ? graded : { ...graded, adjusted: wanted };
  await writeReports({ root, out: folder, result: now, formats: ['html', 'json'] });
}

/** Null where the result stands as it was graded. */
function adjustmentOf({ score, bonus, overrides, late }: Entry): Adjustment | null {
  if (overrides.length === 0 && (late === null || late.days === 0)) return null;
  return { score, bonus, overrides, late };
}
