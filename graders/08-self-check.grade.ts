// Grades 08-self-check: every question of graders/questions.yaml, with the curves that belong to it.

import { AnswerFile } from './support/answerFile.ts';
import { CheckFailure } from './support/failure.ts';
import { figureOf } from './support/storedFigure.ts';
import { mark } from './support/marking.ts';
import { readQuestions, type Question } from './support/questions.ts';

const questions = readQuestions();
const file = new AnswerFile(new Set(questions.map(({ id }) => id)));

for (const question of questions) {
  for (const { curve, title, names } of question.plots ?? []) {
    file.show(figureOf(curve, title, `Belongs to the question ${question.id}.`, names));
  }
  file.check(question.id, () => {
    const answer = file.answerTo(question.id);
    const { share, message } = mark(question, answer.node);
    if (share === null) throw file.misread(answer, message ?? '');
    if (share < 1) throw new CheckFailure(`${message} Look again at "${question.section}".`, { share });
    showMeasured(question);
    return message;
  });
}

/** What was measured: shown beside an answer that counts, since it gives the answer away. */
function showMeasured({ measured }: Question): void {
  if (measured) file.show(figureOf(measured.curve, measured.title, measured.caption));
}
