// The student's view of exercise 08: the questions as a YAML file to fill in. The stub is this text; a test holds it so.

import { storedCurve } from '../../reference/curves/curve.ts';
import type { Plot, Question } from './questions.ts';
import { textPlot } from './textPlot.ts';

const WIDTH = 100; // columns

const HEAD = [
  'Self-check: predictions, shapes, curves and ten questions',
  '',
  'Write each answer after its colon. A choice is one letter; a list is letters or numbers such as [a, b]; a shape is one',
  'such as (8, 5), and (5,) for a vector, () for a single number. What is left empty scores 0 and nothing less.',
  'Vectors have one axis, as in the lesson. Logarithms are natural.',
];

/** The whole stub. */
export function questionSheet(questions: readonly Question[]): string {
  const lines = [...HEAD.map(comment), '', 'answers:'];
  let section = '';
  for (const question of questions) {
    if (section !== '' && question.section !== section) lines.push(''); // the formatter wants none below `answers:`
    if (question.section !== section) lines.push(`  ${comment(`=== ${question.section} ===`)}`);
    ({ section } = question);
    lines.push('', ...viewOf(question).map((line) => `  ${comment(line)}`.trimEnd()), `  ${question.id}:`);
  }
  return `${lines.join('\n')}\n`;
}

function viewOf(question: Question): string[] {
  return [
    ...wrap(question.question),
    ...(question.plots ?? []).flatMap(plotView),
    ...('options' in question ? Object.entries(question.options).flatMap(optionView) : []),
    ...('places' in question
      ? (question.places ?? []).map((place, index) => `  ${index + 1}. ${place}`)
      : []),
    `-> ${formOf(question)}`,
  ];
}

function plotView({ curve, title, names = [] }: Plot): string[] {
  const stored = storedCurve(curve);
  const series = stored.series.map((line, index) => ({ ...line, name: names[index] ?? line.name }));
  const marks = series.map(({ name }) => (name.length > 1 ? `${name[0]} = ${name}` : name)).join(', ');
  return ['', `${title} (${marks})`, ...textPlot({ ...stored, series }), ''];
}

function optionView([letter, text]: [string, string]): string[] {
  return wrap(text, WIDTH - 5).map((line, index) => `  ${index === 0 ? letter : ' '}  ${line}`);
}

function formOf(question: Question): string {
  switch (question.kind) {
    case 'choice':
      return 'one letter';
    case 'letters':
      return question.places
        ? `a list of ${question.places.length} letters, one for each number in order`
        : `a list of ${question.answer.length} letters, in any order`;
    case 'shape':
      return 'a shape';
    case 'number':
      return 'a number';
    case 'numbers':
      return `a list of ${(question.answer as number[]).length} numbers`;
  }
}

function comment(line: string): string {
  return line === '' ? '#' : `# ${line}`;
}

function wrap(text: string, width = WIDTH): string[] {
  const lines = [''];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
