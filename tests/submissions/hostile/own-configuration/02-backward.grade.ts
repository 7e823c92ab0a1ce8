import { it } from 'vitest';

it('dz2', () => {});
