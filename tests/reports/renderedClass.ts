// The page of a class as tests see it.

import type { Gradebook } from '../../harness/gradebook.ts';
import { classPage } from '../../reports/classPage.ts';
import { sampleClass } from './sampleClass.ts';
import { TEMPLATES } from './renderedPage.ts';

/** The page for a gradebook, by the project's own templates. */
export const renderClass = classPage(TEMPLATES);

/** Words without a place to break. */
export const NAMES_THAT_NEVER_END = 'W'.repeat(390);

/** Fields whose values are ours: of a closed set, or looked up by. */
const CLOSED = new Set(['status', 'points', 'sha256', 'submittedAt']);

/** A class with every status in which every text that can be another's is the one given. */
export function classSaying(text: string): Gradebook {
  const gradebook = withTexts(sampleClass(40), text) as Gradebook;
  const [first, ...rest] = gradebook.entries;
  if (!first) return gradebook;
  const overrides = [{ exercise: text, points: 1, graded: 0, reason: text }];
  return { ...gradebook, entries: [{ ...first, overrides }, ...rest] };
}

function withTexts(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item: unknown) => withTexts(item, text));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
    return [key, CLOSED.has(key) ? item : withTexts(item, text)] as const;
  });
  return Object.fromEntries(entries);
}
