import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../harness/gradebook.ts';
import { feedbackOf } from '../../../reports/gradebook/feedback.ts';
import { gradebookOf, sampleClass } from './sampleClass.ts';

describe('feedback', () => {
  it('names what has lost points and which mistake was made, once an exercise', () => {
    expect(said(sampleClass().entries[1])).toBe(
      '17.4 of 30 points. Not all points: 02-backward 9.75 of 18. ' +
        'Mistakes: bias gradient averaged in 02-backward. Bonus: 09-activations 0.5. 2 days late: 20 % off.',
    );
  });

  it('holds no mistake that an instructor has judged instead', () => {
    expect(said(sampleClass().entries[2])).not.toContain('gradient sign');
  });

  it('does not repeat what the message says', () => {
    const override = { exercise: '02-backward', points: 9, graded: null, reason: 'appeal' };
    const fields = {
      late: { days: 1, percentOff: 10 },
      overrides: [override],
      message: 'Not on the roster. 02-backward: 9 points: appeal. 1 day late: 10 % off.',
    };
    expect(said(fields)).toMatch(
      /^30 of 30 points\. Bonus: 09-activations 6\. 02-backward: 9 points: appeal\. 1 day late: 10 % off\. Not on the roster\.$/,
    );
  });

  it('says in full what the rules changed, however long the message is', () => {
    const override = { exercise: '02-backward', points: 9, graded: null, reason: 'r'.repeat(200) };
    const changes = `02-backward: 9 points: ${override.reason}. 1 day late: 10 % off.`;
    const message = `${'x'.repeat(290)}. ${changes}`;
    const text = said({ late: { days: 1, percentOff: 10 }, overrides: [override], message });
    expect(text).toContain(` ${changes} xxx`);
  });

  it('is one line without control characters, and of a length that is read', () => {
    const text = said({ message: `\u001B[31mone\r\ntwo\tthree ${'x'.repeat(1000)}` });
    expect(text).toContain(' one two three xxx');
    expect(text.length).toBeLessThan(400);
  });
});

function said(fields: Partial<Entry> = {}): string {
  const gradebook = gradebookOf([fields]);
  return gradebook.entries.map((entry) => feedbackOf(entry, gradebook)).join('\n');
}
