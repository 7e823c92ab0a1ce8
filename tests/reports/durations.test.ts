import { expect, it } from 'vitest';
import { duration } from '../../reports/numbers.ts';

it.each([
  [0, '0 ms'],
  [840, '840 ms'],
  [2_140, '2.1 s'],
  [185_000, '3 min 5 s'],
  [3_599_400, '59 min 59 s'],
  [3_600_000, '1 h 0 min'],
  [32_357_000, '8 h 59 min'],
])('%i ms are said as %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});
