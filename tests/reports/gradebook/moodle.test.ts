import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../harness/gradebook.ts';
import { moodleCsv, moodleWorksheet } from '../../../reports/gradebook/moodle.ts';
import { NotUsable } from '../../../reports/gradebook/notUsable.ts';
import { placedTable } from '../../../reports/gradebook/cells.ts';
import { golden } from './golden.ts';
import { rfc4180 } from './rfc4180.ts';
import { gradebookOf, hostileClass, hostileText, sampleClass } from './sampleClass.ts';

const HEADING =
  'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"';
const LAST = '"Monday, 23 November 2026, 5:00 PM",-';

const GERMAN = 'ID,Vollständiger Name,E-Mail,Status,Bewertung,Bestwertung,Änderbar,Abgabe,Bewertet,Kommentar';

describe('a filled worksheet', () => {
  it('of a small class is the golden one', () => {
    const rows = ['101', '102', '103', '104', '105', '106', '999'].map(
      (id) =>
        `"Participant ${id}","Somebody, ""${id}""",${id}@example.edu,"Submitted - ",,100.00,Yes,${LAST},`,
    );
    const worksheet = `\uFEFF${[HEADING, ...rows].join('\r\n')}\r\n`;
    expect(moodleWorksheet(worksheet, sampleClass())).toBe(golden('worksheet.csv'));
  });

  it('keeps every byte but grade and comment', () => {
    const before = `\uFEFF${HEADING},"Extra ""column"""\n"Participant 101" ,'Ada',a@b,"x\r\ny\rz", 5 ,"30",yes,,,"old, ""comment""",  =1+1 \r\n\r\nParticipant 7,,,,"",30,Yes,,,,\n`;
    const after = before
      .replace(' 5 ,', '30.00,')
      .replace('"old, ""comment"""', '"30 of 30 points. Bonus: 09-activations 6."');
    expect(moodleWorksheet(before, sampleClass())).toBe(after);
  });

  it.each([
    ['the same', '30.00', '24.00'],
    ['100', '100.00', '80.00'],
    ['10', '10', '8.00'],
    ['not said', '', '24.00'],
  ])('has the points scaled to a maximum that is %s', (_, maximum, grade) => {
    expect(gradeIn(filledRow(`Participant 101,,,,,${maximum},Yes,,,`, { score: 24 }))).toBe(grade);
  });

  it('writes decimals as the worksheet does', () => {
    expect(filledRow('Participant 101,,,,,"100,00",Yes,,,', { score: 24 })).toContain(',"80,00","100,00",');
    const [, semicolons] = moodleWorksheet(
      `${HEADING.replaceAll(',', ';')}\nParticipant 101;;;;3,00;100,00;Yes;;;\n`,
      gradebookOf([{ id: '101', score: 24 }]),
    ).split('\n');
    expect(semicolons).toContain(';80,00;100,00;Yes;');
  });

  it.each([
    ['whose grade is locked', 'Participant 101,,,,1,30,No,,,kept', {}],
    ['that the grader failed at', 'Participant 101,,,,1,30,Yes,,,kept', { status: 'errored', score: null }],
    ['of somebody else', 'Participant 1010,,,,1,30,Yes,,,kept', {}],
  ] as const)('leaves a row alone %s', (_, row, fields) => {
    expect(filledRow(row, fields)).toBe(row);
  });

  it('is read where a quote follows the byte order mark', () => {
    const worksheet = '\uFEFF"Identifier","Grade"\n"Participant 101",""\n';
    expect(moodleWorksheet(worksheet, sampleClass())).toBe(worksheet.replace(',""\n', ',"30.00"\n'));
  });

  it('has the grade alone where the assignment takes no comments', () => {
    const worksheet = 'Identifier,Grade,Last modified (grade)\nParticipant 101,,-\n';
    expect(moodleWorksheet(worksheet, sampleClass())).toBe(worksheet.replace(',,', ',30.00,'));
  });

  it('is found by place where the headings are in another language', () => {
    const filled = moodleWorksheet(`${GERMAN}\nTeilnehmer/in101,,,,,"30,00",Ja,,,\n`, sampleClass());
    expect(filled).toBe(
      `${GERMAN}\nTeilnehmer/in101,,,,"30,00","30,00",Ja,,,30 of 30 points. Bonus: 09-activations 6.\n`,
    );
  });

  it.each(['No', 'Nein', 'non', 'нет'])('is left alone where it says that it cannot be changed: %s', (no) => {
    const worksheet = `${GERMAN}\nTeilnehmer/in101,,,,,"30,00",${no},,,\n`;
    expect(moodleWorksheet(worksheet, sampleClass())).toBe(worksheet);
  });

  it('shows a comment in HTML as it was written', () => {
    const row = filledRow('Participant 101,,,,,30,Yes,,,', { message: '<b>&</b>' });
    expect(row).toContain('&lt;b&gt;&amp;&lt;/b&gt;');
  });

  it('holds no formula in a comment', () => {
    const worksheet = filledRow('Participant 101,,,,,30,Yes,,,', { message: '=1+1' });
    expect(worksheet.split(',').at(-1)).not.toMatch(/^"?[=+\-@]/);
  });

  it('differs from any worksheet in those two cells alone', () => {
    const cell = fc.oneof(
      hostileText().map((text) => `"${text.replaceAll('"', '""')}"`),
      fc.string({ maxLength: 5 }).map((text) => text.replaceAll(/[",\r\n]/g, '')),
    );
    const row = fc.tuple(fc.integer({ min: 99, max: 108 }), fc.array(cell, { minLength: 7, maxLength: 7 }));
    const ending = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), ending, fc.boolean(), (rows, end, isMarked) => {
        const lines = rows.map(([id, [name, email, status, submitted, modified, comment, extra]]) =>
          [
            `Participant ${id}`,
            name,
            email,
            status,
            '1',
            '30',
            'Yes',
            submitted,
            modified,
            comment,
            extra,
          ].join(','),
        );
        const worksheet = `${isMarked ? '\uFEFF' : ''}${[`${HEADING},Extra`, ...lines].join(end)}${end}`;
        const before = placedTable('before', worksheet).rows;
        const filled = moodleWorksheet(worksheet, sampleClass());
        const after = placedTable('after', filled).rows;
        expect(after).toHaveLength(before.length);
        const skeleton = (text: string, table: typeof before) =>
          table.map(({ cells }) =>
            cells.map(({ start, end: stop }, index) =>
              index === 4 || index === 9 ? '' : text.slice(start, stop),
            ),
          );
        expect(skeleton(filled, after)).toEqual(skeleton(worksheet, before));
        expect(moodleWorksheet(filled, sampleClass())).toBe(filled);
      }),
    );
  });
});

describe('a file that is no worksheet', () => {
  it.each([
    ['empty', '', 'w.csv is empty'],
    ['of other columns', 'id,name\n1,Ada\n', 'w.csv has no columns Identifier and Grade'],
    ['without a grade', 'Identifier,Name\nParticipant 1,Ada\n', 'w.csv has no columns Identifier and Grade'],
    ['graded with a scale', 'Identifier,Scale,Grade\nParticipant 1,a,\n', 'w.csv grades with a scale'],
    ['with a quote that stays open', 'Identifier,Grade\n"Participant 1,\n', 'w.csv:2: a quote is opened'],
    [
      'with a cell too few',
      'Identifier,Grade,Status\n\nParticipant 1,\n',
      'w.csv:3: the row has 2 cells and the heading 3',
    ],
    [
      'with an unknown identifier',
      'Identifier,Grade\nAda,\n',
      'w.csv:2: "Ada" is not the form of "Participant 123"',
    ],
    [
      'with a maximum in words',
      'Identifier,Grade,Maximum grade\n"Participant\r\n\n1",,10\nParticipant 2,,ten\n',
      'w.csv:5: the maximum grade "ten" is not a number of points',
    ],
  ])('is told in one sentence: %s', (_, text, told) => {
    expect(() => moodleWorksheet(text, sampleClass(), 'w.csv')).toThrow(NotUsable);
    expect(() => moodleWorksheet(text, sampleClass(), 'w.csv')).toThrow(told);
  });
});

describe('moodle.csv without a worksheet', () => {
  it('of a small class is the golden one', () => {
    expect(moodleCsv(sampleClass())).toBe(golden('moodle.csv'));
  });

  it('is read back by the rules of RFC 4180, whoever is in the class', () => {
    fc.assert(
      fc.property(hostileClass(), (gradebook) => {
        const [heading, ...rows] = rfc4180(moodleCsv(gradebook).slice(1));
        expect(heading).toEqual(['Identifier', 'Full name', 'Email address', 'Grade', 'Feedback comments']);
        for (const row of rows) {
          expect(row[3]).toMatch(/^\d+\.\d\d$/);
          expect(row[4]).not.toMatch(/[\r\n<>]/);
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        }
      }),
    );
  });
});

/** The row of a worksheet after participant 101 was graded so. */
function filledRow(row: string, fields: Partial<Entry>): string {
  const gradebook = gradebookOf([{ id: '101', ...fields }]);
  return moodleWorksheet(`${HEADING}\n${row}`, gradebook).slice(HEADING.length + 1);
}

function gradeIn(row: string): string | undefined {
  return row.split(',')[4];
}
