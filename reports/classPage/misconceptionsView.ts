import type { Gradebook } from '../../harness/gradebook.ts';
import { count, percent } from '../numbers.ts';
import { inWords, type Misconception } from './misconceptions.ts';
import { shortId } from './shortId.ts';
import { nameOf } from './statuses.ts';

/** Misconceptions that are seen at once; the rarer ones are folded. */
const ROWS_OPEN = 12;
/** Shares of those who have it from which a count is shaded one step darker. */
const SHARES = [0, 0.2, 0.4, 0.6, 0.8];

/** What misconceptions.hbs shows: each by exercise, and who shares it. `words` explains ids. */
export function misconceptionsView(
  gradebook: Gradebook,
  misconceptions: Misconception[],
  words: Record<string, string>,
) {
  const touched = gradebook.exercises.filter(({ id }) =>
    misconceptions.some(({ byExercise }) => byExercise.has(id)),
  );
  const most = misconceptions[0]?.sharers.length ?? 0;
  const rows = misconceptions.map((misconception, index) => ({
    index,
    name: inWords(misconception.id),
    words: Object.hasOwn(words, misconception.id) ? (words[misconception.id] ?? null) : null,
    total: misconception.sharers.length,
    percent: percent(misconception.sharers.length, most),
    sharers: { ...sharersView(misconception), words: count(misconception.sharers.length, 'student') },
    cells: touched.map(({ id }) => cellView(id, misconception)),
  }));
  return {
    exercises: touched.map(({ id, title }) => ({ short: shortId(id), title: `${id}: ${title}` })),
    open: rows.slice(0, ROWS_OPEN),
    folded: rows.slice(ROWS_OPEN),
    foldedWords: count(rows.length - ROWS_OPEN, 'rarer misconception'),
  };
}

function cellView(exercise: string, { byExercise, sharers }: Misconception) {
  const number = byExercise.get(exercise) ?? 0;
  const share = SHARES.filter((from) => number > from * sharers.length).length;
  return { short: shortId(exercise), count: number > 0 ? number : null, share };
}

/** The names of those who share it, with ids where the name alone does not tell. */
function sharersView({ sharers }: Misconception) {
  return {
    names: sharers.map((entry) => {
      const name = nameOf(entry);
      return { name, id: name === entry.id ? null : entry.id };
    }),
  };
}
