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

const exerciseLimits = {
  type: 'object',
  propertyNames: { pattern: '^\\d\\d-[a-z0-9-]+$' },
  additionalProperties: limits,
};

/** course.yaml. */
export const courseSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['limits'],
  properties: {
    limits: { ...limits, required: limitNames },
    exercises: exerciseLimits,
  },
};

const percent = { type: 'number', minimum: 0, maximum: 100 };

/** An instructor's course file: all of it may be left out. What `due` may be, its reader says. */
export const instructorSchema = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    due: {},
    graceMinutes: { type: 'number', minimum: 0 },
    late: {
      type: 'object',
      additionalProperties: false,
      dependencies: { maxPercent: ['percentPerDay'] },
      properties: {
        percentPerDay: percent,
        maxPercent: percent,
        cutOffDays: { type: 'integer', minimum: 0 },
      },
    },
    limits,
    exercises: exerciseLimits,
  },
};

/** overrides.yaml: points that an instructor gives. An id such as 007 may stand there unquoted. */
export const overridesSchema = {
  type: ['array', 'null'],
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['student', 'exercise', 'points', 'reason'],
    properties: {
      student: { type: ['string', 'number', 'boolean'], minLength: 1 },
      exercise: { type: ['string', 'number'], minLength: 1 },
      points: { type: 'number', minimum: 0 },
      reason: { type: 'string', pattern: '\\S' },
    },
  },
};
