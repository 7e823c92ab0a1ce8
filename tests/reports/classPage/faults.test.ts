import { describe, expect, it } from 'vitest';
import { hardestChecks } from '../../../reports/classPage/hardestChecks.ts';
import { checksView } from '../../../reports/classPage/checksView.ts';
import { misconceptionsOf } from '../../../reports/classPage/misconceptions.ts';
import { misconceptionsView } from '../../../reports/classPage/misconceptionsView.ts';
import { sampleDigest, sampleEntry, sampleExercise, sampleGradebook } from '../sampleGradebook.ts';

type Checks = Parameters<typeof sampleExercise>[1];
type Fields = Parameters<typeof sampleExercise>[2];

/** A student whose 02-backward has these checks in place of passed ones. */
function backward(id: string, checks: Checks, fields: Fields = {}) {
  return sampleEntry({ id, name: id, digest: sampleDigest([sampleExercise('02-backward', checks, fields)]) });
}

const averaged = { id: 'db1', status: 'failed' as const, misconception: 'bias-gradient-averaged' };
const summed = { id: 'dz2', status: 'failed' as const, misconception: 'batch-mean-missing' };

describe('the hardest checks', () => {
  it('are those that the largest share of who began did not pass', () => {
    const entries = [
      backward('a', [averaged, summed]),
      backward('b', [averaged]),
      backward('c', []),
      backward('d', [averaged], { status: 'not-started' }),
    ];
    expect(
      hardestChecks(sampleGradebook(entries), 15).map(({ title, notPassed, began }) => [
        title,
        notPassed,
        began,
      ]),
    ).toEqual([
      ['`db1` is the sum of `dz1` over the batch', 2, 3],
      ['`dz2` is `(p - onehot(y)) / B`', 1, 3],
    ]);
  });

  it('count a check that could not be reached as not passed, and say so', () => {
    const [check] = hardestChecks(sampleGradebook([backward('a', [{ id: 'dW1', status: 'skipped' }])]), 15);
    expect(check).toMatchObject({ notPassed: 1, skipped: 1, began: 1 });
  });

  it('count every check of an exercise that could not be loaded', () => {
    const entries = [backward('a', [], { status: 'failed', checks: [] })];
    expect(hardestChecks(sampleGradebook(entries), 15)).toHaveLength(5);
  });

  it('leave out what the grader failed at', () => {
    const entries = [
      backward('a', [{ id: 'dW1', status: 'errored' }]),
      backward('b', [{ id: 'dW1', status: 'failed' }]),
    ];
    expect(hardestChecks(sampleGradebook(entries), 15)).toMatchObject([{ notPassed: 1, began: 1 }]);
  });

  it('name the misconception that kept most from passing', () => {
    const other = { ...averaged, misconception: 'batch-mean-missing' };
    const entries = [backward('a', [averaged]), backward('b', [other]), backward('c', [averaged])];
    expect(hardestChecks(sampleGradebook(entries), 1)[0]?.commonest).toEqual({
      id: 'bias-gradient-averaged',
      count: 2,
    });
  });

  it('are no more than are asked for', () => {
    const entries = [backward('a', [averaged, summed])];
    expect(hardestChecks(sampleGradebook(entries), 1)).toHaveLength(1);
  });

  it('stand under their exercises, in the order of the course', () => {
    const forward = sampleExercise('01-forward', [{ id: 'linear', status: 'failed' }]);
    const entries = [
      backward('a', [averaged]),
      backward('b', []),
      sampleEntry({ digest: sampleDigest([forward, sampleExercise('02-backward', [averaged])]) }),
    ];
    expect(checksView(sampleGradebook(entries))).toMatchObject([
      { id: '01-forward', checks: [{ share: 33, counted: '1 of 3', commonest: null }] },
      {
        id: '02-backward',
        checks: [{ share: 67, counted: '2 of 3', commonest: { name: 'bias gradient averaged' } }],
      },
    ]);
  });
});

describe('the misconceptions of a class', () => {
  it('count a student once, however many checks and exercises show the mistake', () => {
    const twice = sampleDigest([
      sampleExercise('02-backward', [summed, { ...summed, id: 'dW2' }]),
      sampleExercise('03-train', [{ ...summed, id: 'loss' }]),
    ]);
    const entries = [sampleEntry({ id: 'a', digest: twice }), backward('b', [summed, averaged])];
    const [first, second] = misconceptionsOf(sampleGradebook(entries));
    expect(first?.sharers.map(({ id }) => id)).toEqual(['a', 'b']);
    expect([...(first?.byExercise ?? [])]).toEqual([
      ['02-backward', 2],
      ['03-train', 1],
    ]);
    expect(second).toMatchObject({ id: 'bias-gradient-averaged' });
  });

  it('are none of a check that passed', () => {
    const passed = { ...summed, status: 'passed' as const };
    expect(misconceptionsOf(sampleGradebook([backward('a', [passed])]))).toEqual([]);
  });

  it('are explained where there are words for them, and folded from the thirteenth on', () => {
    const ids = Array.from({ length: 14 }, (_, index) => `mistake-${String(index).padStart(2, '0')}`);
    const entries = ids.map((misconception) => backward(misconception, [{ ...summed, misconception }]));
    const gradebook = sampleGradebook(entries);
    const view = misconceptionsView(gradebook, misconceptionsOf(gradebook), { 'mistake-00': 'The words.' });
    expect(view.open.map(({ words }) => words).slice(0, 2)).toEqual(['The words.', null]);
    expect(view.open[0]).toMatchObject({ name: 'mistake 00', total: 1, cells: [{ short: '02', count: 1 }] });
    expect([view.open.length, view.folded.length, view.foldedWords]).toEqual([
      12,
      2,
      '2 rarer misconceptions',
    ]);
  });

  it('are not looked up among what every object has', () => {
    const gradebook = sampleGradebook([backward('a', [{ ...summed, misconception: 'constructor' }])]);
    expect(misconceptionsView(gradebook, misconceptionsOf(gradebook), {}).open[0]?.words).toBeNull();
  });
});
