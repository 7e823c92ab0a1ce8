// JSON schemas of the course's own files.

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };
const amount = { type: 'number', exclusiveMinimum: 0 };

const check = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'points', 'hint'],
  properties: {
    id: { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9-]*$' },
    title: text,
    points: amount,
    hint: text,
    needs: texts,
  },
};

/** graders/rubric.yaml: exercises by stem. */
export const rubricSchema = {
  type: 'object',
  propertyNames: { pattern: '^\\d\\d-[a-z0-9-]+$' },
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['title', 'file', 'libraries', 'exports', 'bonus', 'checks'],
    properties: {
      title: text,
      file: text,
      libraries: texts,
      exports: texts,
      bonus: { type: 'boolean' },
      checks: { type: 'array', minItems: 1, items: check },
    },
  },
};

/** graders/misconceptions.yaml: what to say, by id. */
export const misconceptionsSchema = {
  type: 'object',
  propertyNames: { pattern: '^[a-z0-9-]+$' },
  additionalProperties: text,
};

const limitNames = [
  'loadSeconds',
  'callSeconds',
  'exerciseSeconds',
  'memoryMiB',
  'outputKeptKiB',
  'outputStopKiB',
];

const limits = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(limitNames.map((name) => [name, amount])),
    calls: { type: 'object', additionalProperties: amount },
  },
};

/** course.yaml. */
export const courseSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['limits'],
  properties: {
    limits: { ...limits, required: limitNames },
    exercises: {
      type: 'object',
      propertyNames: { pattern: '^\\d\\d-[a-z0-9-]+$' },
      additionalProperties: limits,
    },
  },
};
