import { spawnSync } from 'node:child_process';
import { afterEach, expect, it, vi } from 'vitest';
import { offline } from '../../harness/offline.ts';

afterEach(() => vi.unstubAllEnvs());

it('has every variable but the certificates of a network', () => {
  vi.stubEnv('NODE_EXTRA_CA_CERTS', '/nowhere/certificates.pem');
  vi.stubEnv('HANDGRAD_SECRET', 'kept');
  const shown = ['-p', 'JSON.stringify([process.env.NODE_EXTRA_CA_CERTS, process.env.HANDGRAD_SECRET])'];
  const { stdout } = spawnSync(process.execPath, shown, { env: offline(), encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual([null, 'kept']);
});
