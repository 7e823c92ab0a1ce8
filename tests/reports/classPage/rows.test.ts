import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../harness/gradebook.ts';
import { attentionView } from '../../../reports/classPage/attentionView.ts';
import { columnRules } from '../../../reports/classPage/columns.ts';
import { misconceptionsOf } from '../../../reports/classPage/misconceptions.ts';
import { runView } from '../../../reports/classPage/runView.ts';
import { shortId } from '../../../reports/classPage/shortId.ts';
import { linkTo } from '../../../reports/classPage/statuses.ts';
import { tableView } from '../../../reports/classPage/tableView.ts';
import { sampleDigest, sampleEntry, sampleExercise, sampleGradebook } from '../sampleGradebook.ts';

function viewOf(...entries: Entry[]) {
  const gradebook = sampleGradebook(entries);
  return tableView(gradebook, misconceptionsOf(gradebook));
}

describe('a row', () => {
  it('shows points by exercise, fuller colours for larger shares', () => {
    const digest = sampleDigest([
      sampleExercise('01-forward', [{ id: 'linear', status: 'failed' }]),
      sampleExercise('02-backward', [], { status: 'not-started', score: 0 }),
    ]);
    const [row] = viewOf(sampleEntry({ digest })).rows;
    expect(row?.cells.slice(0, 3)).toEqual([
      { state: 'f', text: '10', tone: 'share-4' },
      { state: 'n', text: '·', tone: 'share-0' },
      { state: 'p', text: '14', tone: 'share-5' },
    ]);
    expect(row?.states).toBe('fnpppppppp');
  });

  it('shows no zero for what the grader failed at', () => {
    const digest = sampleDigest([sampleExercise('01-forward', [], { status: 'errored' })]);
    const [row] = viewOf(sampleEntry({ status: 'errored', score: null, digest })).rows;
    expect(row).toMatchObject({
      score: '–',
      word: 'grader error',
      cells: [{ text: '!', tone: 'ours' }, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });
  });

  it('marks points that were given by hand', () => {
    const overrides = [{ exercise: '02-backward', points: 15, graded: 12, reason: 'shown in class' }];
    const entry = sampleEntry({ overrides });
    const [row] = viewOf({ ...entry, points: { ...entry.points, '02-backward': 15 } }).rows;
    expect(row?.cells[1]?.text).toBe('15*');
  });

  it('of nobody who handed in is empty but for its status', () => {
    const [row] = viewOf(sampleEntry({ status: 'missing', digest: null, late: null })).rows;
    expect(row).toMatchObject({
      word: 'missing',
      link: null,
      mistakeCount: '',
      bonus: '',
      late: { days: '' },
    });
    expect(row?.cells.every(({ text }) => text === '')).toBe(true);
  });

  it('tells how late it is and what that costs', () => {
    const [late, inTime] = viewOf(sampleEntry({ late: { days: 2, percentOff: 20 } }), sampleEntry()).rows;
    expect(late?.late).toEqual({ days: 2, cost: '20' });
    expect(inTime?.late).toEqual({ days: 0, cost: null });
  });
});

describe('the columns', () => {
  it('are those for which somebody has something', () => {
    const bare = { name: '', group: '', late: null };
    expect(viewOf(sampleEntry())).toMatchObject({
      hasNames: true,
      hasGroups: true,
      hasLate: true,
      hasBonus: true,
    });
    expect(viewOf(sampleEntry(bare))).toMatchObject({ hasNames: false, hasGroups: false, hasLate: false });
  });

  it('fit one line only where the screen holds all exercises', () => {
    const width = (exercises: number) => {
      const rules = columnRules(
        { ...viewOf(sampleEntry()), exercises: new Array<number>(exercises).fill(0) },
        '',
      );
      return Number(/min-width: ([\d.]+)rem/u.exec(rules)?.[1]);
    };
    expect(width(20) - width(10)).toBe(25);
  });

  it.each([
    ['02-backward', '02'],
    ['backward', 'back'],
    ['7', '7'],
  ])('call %s %s', (id, short) => {
    expect(shortId(id)).toBe(short);
  });
});

describe('the link to a report', () => {
  it.each([
    ['submissions/ada', './submissions/ada/index.html'],
    ['javascript:alert(1)', './javascript%3Aalert(1)/index.html'],
    ['submissions/a b?c#d"e', './submissions/a%20b%3Fc%23d%22e/index.html'],
    ['submissions/\uD800', './submissions/%EF%BF%BD/index.html'],
  ])('to %s stays on this side', (folder, link) => {
    expect(linkTo(sampleEntry({ folder }))).toBe(link);
  });

  it('is none where there is no report', () => {
    expect(linkTo(sampleEntry({ folder: null }))).toBeNull();
  });
});

describe('what to see to first', () => {
  it('is what is ours, then what cannot be opened, then whom nobody knows', () => {
    const views = attentionView(
      sampleGradebook([
        sampleEntry({ status: 'not-on-roster', name: '', id: 'eve' }),
        sampleEntry({ status: 'unreadable', message: 'It is no archive.' }),
        sampleEntry({ status: 'errored' }),
        sampleEntry({ status: 'missing' }),
      ]),
    );
    expect(views).toMatchObject([
      { lead: '1 submission not graded, by our fault' },
      { lead: '1 submission unreadable', open: [{ name: 'Ada Lovelace', message: 'It is no archive.' }] },
      { lead: '1 submission not on the roster', open: [{ name: 'eve', id: null }] },
    ]);
  });

  it('folds all but the first six of a kind', () => {
    const [view] = attentionView(
      sampleGradebook(Array.from({ length: 9 }, () => sampleEntry({ status: 'unreadable' }))),
    );
    expect([view?.open.length, view?.folded.length]).toEqual([6, 3]);
  });

  it('is nothing where all is well', () => {
    expect(attentionView(sampleGradebook([sampleEntry()]))).toEqual([]);
  });
});

describe('the run', () => {
  const graded = (fields: Parameters<typeof sampleDigest>[1], name = 'ada') =>
    sampleEntry({ name, digest: sampleDigest([], fields) });

  it('counts devices and sandboxes, and warns of none where there is one strong one', () => {
    const view = runView(sampleGradebook([graded({}), graded({})]));
    expect(view).toMatchObject({
      devices: [{ name: 'wasm', words: '2 submissions' }],
      sandboxes: [{ name: 'bubblewrap + permission', words: '2 submissions' }],
      warnings: [],
    });
  });

  it.each(['permission', 'none'])('says who was graded in the sandbox %s', (sandbox) => {
    const [first] = runView(sampleGradebook([graded({}), graded({ sandbox }, 'Eve')])).warnings;
    expect(first).toMatchObject({ folded: 'Who: 1 student', people: [{ name: 'Eve' }] });
    expect(first?.lead).toBe(
      '1 submission graded in a sandbox that keeps in accidents at most, not attackers.',
    );
  });

  it('warns where there is more than one sandbox or device', () => {
    const { warnings } = runView(
      sampleGradebook([graded({}), graded({ device: 'cuda', sandbox: 'permission' })]),
    );
    expect(warnings.slice(1).map(({ lead }) => lead)).toEqual([
      'More than one sandbox was used.',
      'More than one device was used.',
    ]);
  });

  it('names what was reused and what was given by hand', () => {
    const overrides = [{ exercise: '02-backward', points: 15, graded: null, reason: 'shown in class' }];
    const view = runView(sampleGradebook([sampleEntry({ isReused: true, overrides }), sampleEntry()]));
    expect(view.reused).toMatchObject({ words: '1 of 2', people: [{ name: 'Ada Lovelace' }] });
    expect(view.overrides).toMatchObject([{ name: 'Ada Lovelace', points: 15, graded: 'nothing' }]);
  });
});
