import { expect, it } from 'vitest';
import { assembled, MODULES } from '../../reference/assembly/assemble.ts';

it.each(Object.entries(MODULES))('what runs is %s, assembled', async (source, module) => {
  const { BINARY } = (await import(`../../reference/assembly/${module}`)) as { BINARY: string };
  expect(BINARY, 'npm run kernels').toBe(await assembled(source as keyof typeof MODULES));
});
