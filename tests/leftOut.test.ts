import { expect, it, onTestFinished, vi } from 'vitest';
import { mayLeaveOut, skippedWithout } from './leftOut.ts';

it.each([
  [{}, true],
  [{ CI: 'true' }, false],
  [{ CI: 'true', HANDGRAD_WITHOUT: 'redis,bubblewrap' }, true],
  [{ CI: 'true', HANDGRAD_WITHOUT: 'redis' }, false],
  [{ CI: 'true', HANDGRAD_WITHOUT: '' }, false],
])('where the environment is %j, tests of bubblewrap may be left out: %s', (env, isAllowed) => {
  expect(mayLeaveOut('bubblewrap', env)).toBe(isAllowed);
});

it.each([
  ['', '', ['skipped: a checkout, for git is not here\n']],
  ['true', '', []],
  ['true', 'redis,git', ['skipped: a checkout, for git is not here\n']],
])('where CI is %j without %j and git is missing, what is left out is said', (CI, HANDGRAD_WITHOUT, said) => {
  onTestFinished(() => void vi.unstubAllEnvs().restoreAllMocks());
  for (const [name, value] of Object.entries({ CI, HANDGRAD_WITHOUT, PATH: import.meta.dirname }))
    vi.stubEnv(name, value);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const isSkipped = skippedWithout('a checkout', 'git');
  expect({ isSkipped, said: write.mock.calls.flat() }).toEqual({ isSkipped: said.length > 0, said });
});
