import { expect, it } from 'vitest';
import { caption } from '../../graders/support/activationRace.ts';

it('a caption tells in numbers which network was ahead when', () => {
  const points = [
    { step: 0, relu: 1.5, tanh: 0.75 },
    { step: 5, relu: 0.5, tanh: 0.25 },
    { step: 10, relu: 0.1, tanh: 0.2 },
    { step: 15, relu: 0.04, tanh: 0.06 },
  ];
  const said = caption(points);
  expect(said).toContain('1.5 with relu and 0.75 with tanh, after 15 steps 0.04 and 0.06');
  expect(said).toContain('Ahead: tanh from step 0 to 5, relu from step 10 to the end.');
});

it('a lead of a single point is told as that point', () => {
  const points = [
    { step: 0, relu: 2, tanh: 1 },
    { step: 5, relu: 1, tanh: 2 },
  ];
  expect(caption(points)).toContain('tanh at step 0, relu from step 5 to the end');
});
