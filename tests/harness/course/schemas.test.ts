import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import {
  courseSchema,
  instructorSchema,
  misconceptionsSchema,
  overridesSchema,
  rubricSchema,
} from '../../../harness/course/schemas.ts';

const resultFile = new URL('../../../docs/result.schema.json', import.meta.url);
const resultSchema = JSON.parse(readFileSync(resultFile, 'utf8')) as object;
const schemas = {
  rubricSchema,
  misconceptionsSchema,
  courseSchema,
  instructorSchema,
  overridesSchema,
  resultSchema,
};

it.each(Object.entries(schemas))('is held against a schema that is one itself: %s', (_, schema) => {
  const ajv = new Ajv({ discriminator: true });
  expect(ajv.validateSchema(schema)).toBe(true);
});
