import { expect, it } from 'vitest';
import { mayLeaveOut } from './leftOut.ts';

it.each([
  [{}, true],
  [{ CI: 'true' }, false],
  [{ CI: 'true', HANDGRAD_WITHOUT: 'redis,bubblewrap' }, true],
  [{ CI: 'true', HANDGRAD_WITHOUT: 'redis' }, false],
  [{ CI: 'true', HANDGRAD_WITHOUT: '' }, false],
])('where the environment is %j, tests of bubblewrap may be left out: %s', (env, isAllowed) => {
  expect(mayLeaveOut('bubblewrap', env)).toBe(isAllowed);
});
