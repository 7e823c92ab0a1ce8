import { describe, expect, it } from 'vitest';
import { qualityPage } from '../../../harness/verdicts/qualityTable.ts';
import type { Verdict } from '../../../harness/verdicts/verdict.ts';

const right: Verdict = {
  fixture: '02-backward/wrong/gradient-sign',
  exercise: '02-backward',
  kind: 'wrong',
  seed: 1,
  caught: true,
  named: ['gradient-sign'],
  fault: null,
};

describe('the page on how good verdicts are', () => {
  it('counts what was caught, named and falsely failed, by exercise and in all', () => {
    const page = qualityPage(
      [
        right,
        { ...right, seed: 2 },
        { ...right, fixture: '02-backward/unnamed/two', kind: 'unnamed', named: [] },
        {
          ...right,
          fixture: '03-train/odd/plain',
          exercise: '03-train',
          kind: 'odd',
          caught: false,
          named: [],
        },
      ],
      2,
    );
    expect(page).toContain('| 02-backward | 2 | 3 | all 3 | all 2 | 0 | 0 | 0 | 0 |');
    expect(page).toContain('| 03-train | 0 | 0 | – | – | 0 | 1 | 1 | 0 |');
    expect(page).toContain('| all | 2 | 3 | all 3 | all 2 | 0 | 1 | 1 | 0 |');
    expect(page).toContain('None was misjudged.');
  });

  it('lists every misjudgement with its seed', () => {
    const page = qualityPage(
      [
        { ...right, named: ['update-sign'], fault: 'named update-sign, not gradient-sign' },
        { ...right, fixture: '02-backward/odd/loop', kind: 'odd', fault: 'right, but 3 of 18: dW1: no' },
      ],
      1,
    );
    expect(page).toContain('| 02-backward | 1 | 1 | all 1 | 0 of 1 | 1 | 1 | 1 | 1 |');
    expect(page).toContain('- 02-backward/wrong/gradient-sign, seed 1: named update-sign, not gradient-sign');
    expect(page).toContain('- 02-backward/odd/loop, seed 1: right, but 3 of 18: dW1: no');
  });
});
