import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { moduleCache } from '../../../harness/engine/moduleCache.ts';
import { folderOf } from '../folder.ts';

const INSTALLED = path.join('node_modules', '.package-lock.json');

it('is a folder of its own for the packages that are installed', async () => {
  const root = await folderOf({ [INSTALLED]: '{ "vitest": 1 }', 'tsconfig.json': '{}' });
  const before = moduleCache(root);
  expect(before.fsModuleCache).toBe(true);
  expect(existsSync(before.fsModuleCachePath ?? '')).toBe(true);
  expect(path.relative(root, before.fsModuleCachePath ?? '')).toMatch(/^dist/);
  expect(moduleCache(root)).toEqual(before);
  writeFileSync(path.join(root, INSTALLED), '{ "vitest": 2 }');
  const after = moduleCache(root);
  expect(after).not.toEqual(before);
  writeFileSync(path.join(root, 'tsconfig.json'), '{ "compilerOptions": {} }');
  expect(moduleCache(root)).not.toEqual(after);
});

it('is off where it cannot be written', async () => {
  const root = await folderOf({ [INSTALLED]: '{}', 'tsconfig.json': '{}', dist: 'in its way' });
  expect(moduleCache(root)).toEqual({ fsModuleCache: false });
  rmSync(path.join(root, 'dist'));
  expect(moduleCache(root).fsModuleCache).toBe(true);
});

it('is off where it is not known what is installed', async () => {
  const root = await folderOf({ 'package.json': '{}' });
  expect(moduleCache(root)).toEqual({ fsModuleCache: false });
});
