// Grades 07-pick-the-bug: each symptom's letter alone; and shows what a network with the bug named there really did.

import { AnswerFile } from './support/answerFile.ts';
import { asWritten, letterIn } from './support/answerForms.ts';
import type { Answer } from './support/answerSheet.ts';
import {
  BUGS,
  DIFFERENCES,
  EXCHANGEABLE,
  EXCHANGED,
  KEY,
  SYMPTOMS,
  type Letter,
  type Symptom,
} from './support/bugs.ts';
import { CheckFailure } from './support/failure.ts';
import { figureOf } from './support/storedFigure.ts';

/** What the two debatable rows earn when their letters are exchanged: the share of their points. */
const EXCHANGED_SHARE = 0.5;

const symptoms = Object.keys(SYMPTOMS) as Symptom[];
const file = new AnswerFile(new Set(symptoms));
const { answers, reasons } = file.sheet;
tellRepeated();

for (const symptom of symptoms) {
  file.check(symptom, () => {
    const answer = file.answerTo(symptom);
    const letter = letterOf(symptom);
    if (letter === null)
      throw file.misread(answer, `${symptom} is to be one letter, a to e; it is ${asWritten(answer.node)}.`);
    showCurve(symptom, letter);
    if (letter === KEY[symptom]) return reasonGiven(symptom);
    if (isExchanged(symptom)) throw new CheckFailure(said(EXCHANGED, symptom), { share: EXCHANGED_SHARE });
    throw new CheckFailure(
      said(
        `${letter}, ${BUGS[letter].name}: when ${SYMPTOMS[symptom]}, look elsewhere. ${BUGS[letter].measured}`,
        symptom,
      ),
    );
  });
}

function letterOf(symptom: Symptom): Letter | null {
  const answer = answers.get(symptom);
  const letter = answer ? letterIn(answer.node) : null;
  return letter !== null && letter in BUGS ? (letter as Letter) : null;
}

/** Both rows have each other's letter. */
function isExchanged(symptom: Symptom): boolean {
  const [one, other] = EXCHANGEABLE;
  return EXCHANGEABLE.includes(symptom) && letterOf(one) === KEY[other] && letterOf(other) === KEY[one];
}

/** The curve of the bug that the student named, which gives nothing away of a row that is wrong. */
function showCurve(symptom: Symptom, letter: Letter): void {
  const { name, measured } = BUGS[letter];
  const isDebated = letter === KEY[symptom] || isExchanged(symptom);
  const compared = isDebated
    ? DIFFERENCES[symptom]
    : `That is not what this row describes: ${SYMPTOMS[symptom]}.`;
  const title = `${symptom}: a network trained with ${name} (${letter})`;
  file.show(figureOf(`bug-${letter}`, title, `${measured} ${compared}`));
}

/** Every letter belongs to one row; one used again is told where it stands, and each row is marked alone all the same. */
function tellRepeated(): void {
  const first = new Map<Letter, Answer>();
  const inOrder = symptoms
    .flatMap((symptom) => {
      const [letter, answer] = [letterOf(symptom), answers.get(symptom)];
      return letter && answer ? [{ letter, answer }] : [];
    })
    .toSorted((a, b) => a.answer.line - b.answer.line || a.answer.column - b.answer.column);
  for (const { letter, answer } of inOrder) {
    const before = first.get(letter);
    if (before)
      file.tell(
        answer,
        `${letter} is used twice, in line ${before.line} as well: each letter belongs to one row.`,
        'warning',
      );
    else first.set(letter, answer);
  }
}

function reasonGiven(symptom: Symptom): string | null {
  const reason = reasons.get(symptom);
  return reason === undefined ? null : `Your reason: ${reason}`;
}

function said(message: string, symptom: Symptom): string {
  return [message, reasonGiven(symptom)].filter(Boolean).join(' ');
}
