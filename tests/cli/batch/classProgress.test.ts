import { expect, it } from 'vitest';
import { ClassProgress } from '../../../harness/cli/classProgress.ts';
import { entryOf } from '../../reports/gradebook/sampleClass.ts';

/** The start of the line, cleared. */
const CLEARED = '\r\u001B[K';

it('elsewhere than on a terminal every submission has a line, and what is wrong with it', () => {
  const { progress, said } = watched({ isTTY: false });
  progress.add(entryOf({ id: 'ada', score: 30 }));
  progress.add(entryOf({ id: 'bob', isReused: true, status: 'failed', score: 4 }));
  progress.add(entryOf({ id: 'c\n\u001B[2Jy', status: 'unreadable', message: 'cy.zip\nhas a password.' }));
  progress.end();
  expect(said()).toBe(
    [
      '1/4 ada passed 30 of 30\n',
      '2/4 bob failed 4 of 30, as before\n',
      '3/4 c y unreadable: cy.zip has a password.\n',
    ].join(''),
  );
});

it('a name that a student chose is no command for a runner that reads along', () => {
  const { progress, said } = watched({ isTTY: false });
  progress.add(
    entryOf({ id: '##[group]cy', status: 'unreadable', message: '##[error]a.zip has a password.' }),
  );
  expect(said()).toBe('1/4 ## [group]cy unreadable: ## [error]a.zip has a password.\n');
});

it('on a terminal one line holds bar, count, rate and time left, and what could not be read stays above it', () => {
  const { progress, said, pass } = watched({ isTTY: true, columns: 80 });
  pass(30_000);
  progress.add(entryOf({ id: 'ada' }));
  expect(said()).toBe(`${CLEARED}█████░░░░░░░░░░░░░░░  1/4  2.0 a minute  2 min left`);
  pass(30_000);
  progress.add(entryOf({ id: 'cy', status: 'unreadable', message: 'cy.zip has a password.' }));
  expect(said()).toBe(
    `${CLEARED}cy unreadable: cy.zip has a password.\n${CLEARED}██████████░░░░░░░░░░  2/4  1.0 a minute  2 min left`,
  );
  progress.end();
  expect(said()).toBe(CLEARED);
});

it('the line is never wider than the terminal, and is not drawn anew for each of many', () => {
  const { progress, said } = watched({ isTTY: true, columns: 20 });
  progress.add(entryOf({ id: 'ada' }));
  expect(said().length - CLEARED.length).toBeLessThan(20);
  progress.add(entryOf({ id: 'bob' })); // in the same moment
  expect(said()).toBe('');
});

/** Progress of a class of four, by a clock that is set by hand; `said` is what was written since it was last asked. */
function watched(terminal: { isTTY: boolean; columns?: number }) {
  let [time, text] = [0, ''];
  const write = (more: string) => void (text += more);
  const progress = new ClassProgress(4, { ...terminal, write }, () => time);
  const said = () => {
    const all = text;
    text = '';
    return all;
  };
  return { progress, said, pass: (ms: number) => void (time += ms) };
}
