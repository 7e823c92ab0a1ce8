// How good the verdicts on all fixtures are, as a table for docs/grading-quality.md.

import type { Verdict } from './verdict.ts';

/** A page with one row an exercise, and what was misjudged, if anything. */
export function qualityPage(verdicts: readonly Verdict[], seeds: number): string {
  const exercises = [...new Set(verdicts.map(({ exercise }) => exercise))];
  const rows = [...exercises, null].map((exercise) => row(exercise, verdicts));
  const faults = verdicts.filter(({ fault }) => fault !== null);
  return `# How good the verdicts are

Every file under \`tests/submissions/\` graded on ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, by \`npm run quality -- --seeds ${seeds}\`. A file under \`wrong/\` has one mistake, which has to be
named; one under \`unnamed/\` is wrong in a way that has no name, so none may be given; one under \`odd/\` is right and has to score in full.

| exercise | wrong files | gradings | caught | named rightly | named wrongly | right files | gradings | falsely failed |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

${faults.length === 0 ? 'None was misjudged.' : faults.map(({ fixture, seed, fault }) => `- ${fixture}, seed ${seed}: ${fault}`).join('\n')}
`;
}

function row(exercise: string | null, all: readonly Verdict[]): string {
  const of = all.filter((verdict) => exercise === null || verdict.exercise === exercise);
  const wrong = of.filter(({ kind }) => kind !== 'odd');
  const odd = of.filter(({ kind }) => kind === 'odd');
  const nameable = wrong.filter(({ kind }) => kind === 'wrong');
  const rightly = nameable.filter(({ fault }) => fault === null).length;
  const wrongly = wrong.filter(({ fault, named }) => fault !== null && named.length > 0).length;
  const cells = [
    exercise ?? 'all',
    files(wrong),
    wrong.length,
    share(wrong.filter(({ caught }) => caught).length, wrong.length),
    share(rightly, nameable.length),
    wrongly,
    files(odd),
    odd.length,
    odd.filter(({ caught }) => caught).length,
  ];
  return `| ${cells.join(' | ')} |`;
}

function files(verdicts: readonly Verdict[]): number {
  return new Set(verdicts.map(({ fixture }) => fixture)).size;
}

function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  return part === whole ? `all ${whole}` : `${part} of ${whole}`;
}
