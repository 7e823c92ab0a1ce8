// Types that are handed on as if they were values, as in `export { Params } from './01-forward'`: TypeScript's compiler takes them out,
// a bundler, which looks at one file at a time, cannot know them.

import type { Submission } from '../submission.ts';
import { SUBMISSION_PREFIX } from './place.ts';

const MISSING = /"([\w$]+)" is not exported by "([^"]+)"/;

/** Whether a build failed for nothing but names that their files declare as types. */
export function isForTypesAlone(error: unknown, { files }: Submission): boolean {
  const { errors } = error as { errors?: { message: string }[] };
  if (!Array.isArray(errors)) return false;
  return errors.every(({ message }) => {
    const [, name = '', file = ''] = MISSING.exec(message) ?? [];
    const text = files.get(file.replace(SUBMISSION_PREFIX.slice(1), ''));
    return name !== '' && text !== undefined && declaresType(text, name);
  });
}

function declaresType(text: string, name: string): boolean {
  return new RegExp(
    `^\\s*(?:export\\s+)?(?:declare\\s+)?(?:interface|type)\\s+${name.replaceAll('$', '\\$&')}\\b`,
    'm',
  ).test(text);
}
