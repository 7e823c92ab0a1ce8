import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradebookCsv } from '../../../reports/gradebook/csv.ts';
import { rfc4180, harmless } from './rfc4180.ts';
import { entryOf, gradebookOf, hostileClass, sampleClass } from './sampleClass.ts';
import { golden } from './golden.ts';

describe('gradebook.csv', () => {
  it('of a small class is the golden one', () => {
    expect(gradebookCsv(sampleClass())).toBe(golden('gradebook.csv'));
  });

  it('of nobody is its heading', () => {
    expect(gradebookCsv(gradebookOf([]))).toBe(
      '\uFEFFid,name,email,status,score,max_score,bonus,late,01-forward,02-backward,09-activations,message\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\uFF1D1', '\uFF0B1', '\uFF0D1', '\uFF201'])(
    'holds no formula where a student is called %j',
    (name) => {
      const [, row] = rfc4180(
        gradebookCsv(gradebookOf([{ id: name, name, email: name, message: name }])).slice(1),
      );
      for (const cell of [row?.[0], row?.[1], row?.[2]]) expect(cell).toBe(`'${name}`);
      expect(row?.at(-1)).not.toMatch(/^[=+\-@\t\r]/);
    },
  );

  it('leaves zeros of an unreadable or missing row and no zero of an errored one', () => {
    const rows = ['missing', 'unreadable', 'errored'].map((status) =>
      entryOf({ status: status as 'missing', score: null, bonus: null, points: {} }),
    );
    const cells = rfc4180(gradebookCsv(gradebookOf(rows)).slice(1)).map((row) => row.slice(4, 11));
    const zeros = ['0', '30', '0', '', '0', '0', '0'];
    expect(cells.slice(1)).toEqual([zeros, zeros, ['', '30', '', '', '', '', '']]);
  });

  it('says in full what the rules changed, however long the message is', () => {
    const override = { exercise: '02-backward', points: 9, graded: 4, reason: 'appeal' };
    const changes = '02-backward: 9 points instead of 4: appeal. 1 day late: 10 % off.';
    const entry = { overrides: [override], late: { days: 1, percentOff: 10 } };
    const message = `${'x'.repeat(5000)}. ${changes}`;
    const [, row] = rfc4180(gradebookCsv(gradebookOf([{ ...entry, message }])).slice(1));
    expect(row?.at(-1)?.endsWith(` ${changes}`)).toBe(true);
  });

  it('cuts a long message and removes what steers a terminal', () => {
    const message = `\u001B[31m${'x'.repeat(5000)}`;
    const [, row] = rfc4180(gradebookCsv(gradebookOf([{ message }])).slice(1));
    expect(row?.at(-1)).toMatch(/^x{995} … \(4005 more characters\)$/);
  });

  it('is read back by the rules of RFC 4180, cell by cell, whoever is in the class', () => {
    fc.assert(
      fc.property(hostileClass(), (gradebook) => {
        const text = gradebookCsv(gradebook);
        expect(text.startsWith('\uFEFF')).toBe(true);
        const [heading = [], ...rows] = rfc4180(text.slice(1));
        expect(heading).toHaveLength(12);
        expect(rows).toHaveLength(gradebook.entries.length);
        gradebook.entries.forEach((entry, index) => {
          const row = rows[index] ?? [];
          expect(row.slice(0, 3)).toEqual([entry.id, entry.name, entry.email].map(harmless));
          expect(row[3]).toBe(entry.status);
          const isZero = entry.status === 'missing' || entry.status === 'unreadable';
          expect(row[4]).toBe(entry.score === null ? (isZero ? '0' : '') : String(entry.score));
          expect(row[7]).toBe(entry.late === null ? '' : String(entry.late.days));
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        });
      }),
    );
  });
});
