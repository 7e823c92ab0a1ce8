// The questions of exercise 08 as data: graders/questions.yaml, validated.

import { fileURLToPath } from 'node:url';
import { readKept } from '../../harness/course/kept.ts';

interface Asked {
  id: string;
  /** The lesson's section that answers it. */
  section: string;
  /** The number of the lesson's learning objective. */
  objective: number;
  question: string;
  /** Curves drawn with the question, in the stub as text. */
  plots?: Plot[];
  /** What was measured, shown once the question is answered. */
  measured?: { curve: string; title: string; caption: string };
}

export interface Plot {
  curve: string;
  title: string;
  /** Names in place of those of the curve's lines, where these would give the answer away. */
  names?: string[];
}

/** One letter; `credit` says of a letter that follows the lesson's words why it earns the points, too. */
export interface Choice extends Asked {
  kind: 'choice';
  options: Record<string, string>;
  answer: string;
  feedback: Record<string, string>;
  credit?: Record<string, string>;
}

/** Several letters: one for each of `places` in order, or a set where there are none. */
export interface Letters extends Asked {
  kind: 'letters';
  options: Record<string, string>;
  places?: string[];
  answer: string[];
  feedback: Record<string, string>;
}

/** A number, numbers in order, or a shape; `values` are wrong ones that tell what was thought. */
export interface Amount extends Asked {
  kind: 'number' | 'numbers' | 'shape';
  answer: number | number[];
  /** |got - answer| may be so large; shapes are exact. */
  tolerance?: number;
  values?: { value: number | number[]; says: string }[];
  otherwise: string;
}

export type Question = Choice | Letters | Amount;

const text = { type: 'string', minLength: 1 };
const letter = { type: 'string', pattern: '^[a-h]$' };
const byLetter = { type: 'object', propertyNames: letter, additionalProperties: text };
const amount = { anyOf: [{ type: 'number' }, { type: 'array', items: { type: 'number' } }] };

function objectOf(required: string[], properties: object): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

const asked = {
  id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
  section: text,
  objective: { type: 'integer', minimum: 1, maximum: 10 },
  question: text,
  plots: {
    type: 'array',
    items: objectOf(['curve', 'title'], { curve: text, title: text, names: { type: 'array', items: text } }),
  },
  measured: objectOf(['curve', 'title', 'caption'], { curve: text, title: text, caption: text }),
};
const askedKeys = ['id', 'section', 'objective', 'question', 'kind'];

const forms: Record<string, object> = {
  choice: objectOf([...askedKeys, 'options', 'answer', 'feedback'], {
    ...asked,
    kind: { const: 'choice' },
    options: byLetter,
    answer: letter,
    feedback: byLetter,
    credit: byLetter,
  }),
  letters: objectOf([...askedKeys, 'options', 'answer', 'feedback'], {
    ...asked,
    kind: { const: 'letters' },
    options: byLetter,
    places: { type: 'array', items: text },
    answer: { type: 'array', minItems: 2, items: letter },
    feedback: byLetter,
  }),
  amount: objectOf([...askedKeys, 'answer', 'otherwise'], {
    ...asked,
    kind: { enum: ['number', 'numbers', 'shape'] },
    answer: amount,
    tolerance: { type: 'number', exclusiveMinimum: 0 },
    values: { type: 'array', items: objectOf(['value', 'says'], { value: amount, says: text }) },
    otherwise: text,
  }),
};

/** Each question by the form that its kind has. */
const questionsSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['kind'],
    discriminator: { propertyName: 'kind' },
    oneOf: Object.values(forms),
  },
};

/** The questions in order. Throws CourseError with file, line and column for anything malformed. */
export function readQuestions(): Question[] {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  return readKept({ root, file: 'graders/questions.yaml' }, questionsSchema) as Question[];
}
