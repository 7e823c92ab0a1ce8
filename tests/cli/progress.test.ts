import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { tellSteps } from '../../graders/support/progress.ts';
import { Progress } from '../../harness/cli/progress.ts';
import { showTraining, stepLine } from '../../harness/cli/stepLine.ts';
import { STEP_CHANNEL, type Job, type TrainingStep } from '../../harness/job.ts';

const STEP: TrainingStep = {
  exercise: '06-mnist',
  what: 'epoch 2/5',
  step: 861,
  of: 2150,
  loss: 0.14321,
  secondsLeft: 12.2,
};
/** The start of the line, cleared. */
const CLEARED = '\r\u001B[K';

describe('the line of a training', () => {
  it('says how far it is, its loss and the time left', () => {
    expect(stepLine(STEP)).toBe('06-mnist  epoch 2/5  ████░░░░░░  step 861/2150  loss 0.143  12 s left');
    expect(stepLine({ ...STEP, secondsLeft: null })).not.toContain('left');
    expect(stepLine({ ...STEP, secondsLeft: 75 })).toContain('1 min 15 s left');
  });

  it('shows a dash for what is no finite number, and no more than a full bar', () => {
    const broken = stepLine({
      ...STEP,
      step: Number.NaN,
      loss: Number.POSITIVE_INFINITY,
      secondsLeft: Number.NaN,
    });
    expect(broken).toContain('step –/2150  loss –');
    expect(broken).not.toContain('left');
    expect(stepLine({ ...STEP, step: 1e9 })).toContain('█'.repeat(10));
    expect(stepLine({ ...STEP, step: -5, of: 0 })).toContain('░'.repeat(10));
  });

  it('stays on one line of 80 columns and moves no cursor, whatever it is told', () => {
    const words = '\u001B[2J\n'.repeat(50);
    const line = stepLine({
      ...STEP,
      exercise: words,
      what: words,
      step: 1e300,
      loss: 1.234e-300,
      secondsLeft: 1e12,
    });
    expect(line.length).toBeLessThan(80);
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(stepLine(STEP, 30).length).toBeLessThan(30);
  });
});

describe('progress', () => {
  it('shows what a grader tells of a training, until it is stopped', () => {
    const { progress, written } = onTerminal();
    const stop = showTraining(progress);
    const tell = tellSteps({ exercise: '06-mnist' } as Job, { of: 2150, stepsAnEpoch: 430 });
    tell({ step: 861, loss: 0.14321 });
    stop();
    tell({ step: 1500, loss: 0.1 });
    expect(written).toEqual([`${CLEARED}06-mnist  epoch 3/5  ████░░░░░░  step 861/2150  loss 0.143`]);
  });

  it('is told no step that is no number, and none beyond the last', () => {
    const told: TrainingStep[] = [];
    const listen = (message: unknown) => void told.push(message as TrainingStep);
    subscribe(STEP_CHANNEL, listen);
    const tell = tellSteps({ exercise: '03-train' } as Job, { of: 100 });
    for (const step of [Number.NaN, Number.POSITIVE_INFINITY, -7, 99.5, 1e9]) tell({ step, loss: 1 });
    unsubscribe(STEP_CHANNEL, listen);
    expect(told.map(({ step }) => step)).toEqual([0, 99, 100]);
    expect(told[0]?.what).toBe('training');
  });

  it('shows nothing of a message that is no step', () => {
    const { progress, written } = onTerminal();
    const stop = showTraining(progress);
    for (const message of [null, 'x', {}, { ...STEP, loss: '0.1' }, { ...STEP, what: 3 }])
      channel(STEP_CHANNEL).publish(message);
    stop();
    expect(written).toEqual([]);
  });

  it('draws a training at most ten times a second', () => {
    const { progress, written } = onTerminal((call) => call * 10);
    for (let call = 0; call < 300; call++) progress.detail(() => String(call));
    expect(written).toHaveLength(30);
  });

  it('writes nothing where there is no terminal', () => {
    const { progress, written } = onTerminal(undefined, false);
    progress.step('grading 06-mnist');
    progress.detail(() => 'a line');
    progress.end();
    expect(written).toEqual([]);
  });
});

/** Progress on a terminal that keeps what is written; `clock` gives the time of a call (ms). */
function onTerminal(clock: (call: number) => number = () => 0, isTTY = true) {
  const written: string[] = [];
  let calls = 0;
  const terminal = { isTTY, columns: 80, write: (text: string) => written.push(text) };
  return { progress: new Progress(3, terminal, () => clock(calls++)), written };
}
