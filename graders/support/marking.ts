// Marks one answer of exercise 08: the share it earns, and what to say about it; never the key.

import type { Node } from 'yaml';
import { asWritten, letterIn, lettersIn, numbersIn, numbersMeant, shapeIn } from './answerForms.ts';
import type { Amount, Choice, Letters, Question } from './questions.ts';

export interface Mark {
  /** Of the question's points, 0 to 1; null where the answer is not of the form asked for. */
  share: number | null;
  message: string | null;
}

/** The mark of what stands at `node`. */
export function mark(question: Question, node: Node): Mark {
  switch (question.kind) {
    case 'choice':
      return markChoice(question, node);
    case 'letters':
      return markLetters(question, node);
    case 'shape':
    case 'number':
    case 'numbers':
      return markAmount(question, node);
  }
}

function markChoice({ id, options, answer, feedback, credit = {} }: Choice, node: Node): Mark {
  const letter = letterIn(node);
  if (letter === null || !(letter in options))
    return misread(`${id} is to be one letter, ${range(options)}; it is ${asWritten(node)}.`);
  if (letter === answer) return { share: 1, message: null };
  const note = credit[letter];
  if (note !== undefined) return { share: 1, message: `Counted as right. ${note}` };
  return { share: 0, message: `${letter}: ${feedback[letter] ?? ''}` };
}

function markLetters(question: Letters, node: Node): Mark {
  const { id, options, answer, places } = question;
  const letters = lettersIn(node);
  const wanted = `${answer.length} letters, ${range(options)}, such as [a, b]`;
  if (letters === null || !letters.every((each) => each in options))
    return misread(`${id} is to be ${wanted}; it is ${asWritten(node)}.`);
  if (places && letters.length !== places.length)
    return misread(`${id} is to be ${wanted}, one for each place; there are ${letters.length}.`);
  return places ? markPlaces(question, places, letters) : markSet(question, [...new Set(letters)]);
}

function markPlaces({ answer, feedback }: Letters, places: string[], letters: string[]): Mark {
  const wrong = letters.flatMap((letter, index) => (letter === answer[index] ? [] : [{ letter, index }]));
  if (wrong.length === 0) return { share: 1, message: null };
  const said = wrong.map(({ letter, index }) => `${places[index]}: not ${letter}. ${feedback[letter] ?? ''}`);
  const right = places.length - wrong.length;
  return { share: right / places.length, message: `${right} of ${places.length} right. ${said.join(' ')}` };
}

/** Every letter too many takes one back. */
function markSet({ answer, feedback }: Letters, letters: string[]): Mark {
  const right = letters.filter((letter) => answer.includes(letter)).length;
  const wrong = letters.filter((letter) => !answer.includes(letter));
  if (right === answer.length && wrong.length === 0) return { share: 1, message: null };
  const share = Math.max(0, right - wrong.length) / answer.length;
  const said = wrong.map((letter) => `${letter}: ${feedback[letter] ?? ''}`);
  return { share, message: [`${right} of ${answer.length} found.`, ...said].join(' ') };
}

function markAmount(question: Amount, node: Node): Mark {
  const { id, kind, otherwise, values = [] } = question;
  const readings = readingsOf(question, node);
  if (readings.length === 0) return misread(`${id} is to be ${FORMS[kind]}; it is ${asWritten(node)}.`);
  if (readings.some((got) => isNear(got, question.answer, question))) return { share: 1, message: null };
  const known = values.find(({ value }) => readings.some((got) => isNear(got, value, question)));
  return { share: 0, message: `${asWritten(node)}: ${known?.says ?? otherwise}` };
}

const FORMS = {
  number: 'a number, such as 0.25',
  numbers: 'numbers in a list, such as [0.5, -1]',
  shape: 'a shape, such as (8, 5), or (5,) for a vector, or () for a single number',
};

/** What may be meant, each as a list of numbers. */
function readingsOf({ kind }: Amount, node: Node): number[][] {
  if (kind === 'number') return numbersMeant(node).map((number) => [number]);
  const read = kind === 'shape' ? shapeIn(node) : numbersIn(node);
  return read ? [read] : [];
}

function isNear(got: number[], want: number | number[], { tolerance = 0 }: Amount): boolean {
  const wanted = Array.isArray(want) ? want : [want];
  return (
    got.length === wanted.length && got.every((value, i) => Math.abs(value - (wanted[i] ?? 0)) <= tolerance)
  );
}

function range(options: Record<string, string>): string {
  const letters = Object.keys(options);
  return `${letters[0]} to ${letters.at(-1)}`;
}

function misread(message: string): Mark {
  return { share: null, message };
}
