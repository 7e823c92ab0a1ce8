// How wide the columns of the table are: that depends on how many there are, so these rules are made, not read.

/** Widths in rem, `[least, share of what is left]` or fixed. */
const WIDTHS = {
  name: 'minmax(9rem, 2.4fr)',
  id: 'minmax(4.5rem, 1fr)',
  group: 'minmax(3.5rem, 0.7fr)',
  status: '9.75rem',
  score: '5.5rem',
  bonus: '3.5rem',
  late: '4.5rem',
  mistakes: '4.25rem',
};
/** What all but the exercises need at least, gaps and margins counted, and what an exercise adds (rem). */
const BASE = 47;
const EXERCISE = 2.5;
/** The page is at least so wide, if the screen is (rem). */
const PAGE = 72;

interface Columns {
  hasNames: boolean;
  hasGroups: boolean;
  hasBonus: boolean;
  hasLate: boolean;
  exercises: unknown[];
}

/** The rules for the columns of a table; `wide` are those for a screen on which a row fits one line. */
export function columnRules(
  { hasNames, hasGroups, hasBonus, hasLate, exercises }: Columns,
  wide: string,
): string {
  const columns = [
    WIDTHS.name,
    ...(hasNames ? [WIDTHS.id] : []),
    ...(hasGroups ? [WIDTHS.group] : []),
    WIDTHS.status,
    WIDTHS.score,
    ...exercises.map(() => 'minmax(2rem, 3rem)'),
    ...(hasBonus ? [WIDTHS.bonus] : []),
    ...(hasLate ? [WIDTHS.late] : []),
    WIDTHS.mistakes,
  ];
  const least = BASE + EXERCISE * exercises.length;
  return [
    `.wrap { width: min(100% - 2.5rem, ${Math.max(PAGE, least)}rem); }`,
    `.students { --columns: ${columns.join(' ')}; }`,
    `@media (min-width: ${least}rem) {\n${wide}}`,
  ].join('\n');
}
