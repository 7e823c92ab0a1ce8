import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { questionSheet } from '../../graders/support/questionSheet.ts';
import { readQuestions } from '../../graders/support/questions.ts';

const questions = readQuestions();

it('the stub is what the questions make of it', async () => {
  await expect(questionSheet(questions)).toMatchFileSnapshot('../../exercises/08-self-check.yaml');
});

it('the stub gives no answer away: every id stands alone', () => {
  const sheet = questionSheet(questions);
  const answered = sheet.split('\n').filter((line) => /^ {2}[a-z0-9]/.test(line) && !line.endsWith(':'));
  expect(answered).toEqual([]);
});

it('the solution differs from the stub in the answers alone', () => {
  const solution = readFileSync(new URL('../../solutions/08-self-check.yaml', import.meta.url), 'utf8');
  expect(solution.replaceAll(/^( {2}[a-z0-9-]+:) .*$/gm, '$1')).toBe(questionSheet(questions));
});
