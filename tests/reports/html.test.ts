import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../reports/html.ts';
import { folderOf } from '../harness/folder.ts';
import { mixedResult } from './mixedResult.ts';
import { renderHtml, sectionOf, textOf } from './renderedPage.ts';
import { failedCheck, sampleCheck, sampleExercise, sampleResult, sampleWarning } from './sampleResult.ts';

const mixedPage = await renderHtml(mixedResult());

describe('the head of the page', () => {
  it('names the course, the submission and the score', async () => {
    const page = await renderHtml(sampleResult());
    expect(page).toContain('<h1>ada</h1>');
    expect(page).toContain('<title>ada: 12 of 12 · Handgrad</title>');
    expect(textOf(page)).toContain('Passed Every exercise passed. Score: 12 of 12');
  });

  it('shows bonus points only where some can be had', async () => {
    expect(textOf(await renderHtml(mixedResult()))).toContain('+12 of 18 bonus');
    expect(await renderHtml(sampleResult())).not.toContain('class="bonus"');
  });

  it('counts core exercises alone where there are bonus ones', async () => {
    expect(textOf(await renderHtml(mixedResult()))).toContain('1 of 6 core exercises passed.');
  });

  it('points at the first failing check', async () => {
    const page = await renderHtml(mixedResult());
    expect(page).toContain('Look here first: <a href="#exercise-02-backward">');
    expect(textOf(page)).toContain('02-backward , dW1 is X.T @ dz1');
  });

  it('points at an exercise not started when nothing failed', async () => {
    const waiting = sampleExercise({ id: '02-backward', title: 'The backward pass', status: 'not-started' });
    const page = await renderHtml(sampleResult({ status: 'failed', exercises: [sampleExercise(), waiting] }));
    expect(textOf(page)).toContain('1 of 2 exercises passed. 1 not started yet.');
    expect(textOf(page)).toContain('Go on with: 02-backward , The backward pass');
  });

  it('says that points the grader could not judge are open', async () => {
    const text = textOf(await renderHtml(mixedResult()));
    expect(text).toContain('Not graded in full');
    expect(text).toContain('The grader itself failed, with 14 points still open. That is our fault');
  });

  it('draws an arc for every core exercise and leaves out what earned nothing', async () => {
    const page = await renderHtml(mixedResult());
    expect(page.match(/<circle class="track is-/gu)).toHaveLength(6);
    expect(page.match(/<circle class="got is-/gu)).toHaveLength(4);
  });
});

describe('the overview', () => {
  it('links every exercise to its section', async () => {
    const page = await renderHtml(mixedResult());
    const links = [...page.matchAll(/<tr>\s*<th scope="row"><a href="#([^"]*)"/gu)].map(
      ([, anchor]) => anchor,
    );
    expect(links).toHaveLength(8);
    expect(links.filter((anchor) => page.includes(`id="${anchor}" aria-labelledby`))).toHaveLength(8);
  });

  it('gives two exercises with one id two anchors', async () => {
    const page = await renderHtml(
      sampleResult({ exercises: [sampleExercise(), sampleExercise({ id: '01 FORWARD' })] }),
    );
    expect(sectionOf(page, 'exercise-01-forward')).not.toBe('');
    expect(sectionOf(page, 'exercise-01-forward-1')).not.toBe('');
    const ids = [...page.matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says that there is nothing where no exercise was graded', async () => {
    const page = await renderHtml(sampleResult({ exercises: [], score: 0, maxScore: 0 }));
    expect(textOf(page)).toContain('There was nothing to grade.');
    expect(page).not.toContain('<table>');
  });
});

describe('an exercise', () => {
  const page = mixedPage;

  it('shows no zero where the grader failed', () => {
    const text = textOf(sectionOf(page, 'exercise-04-three-layer'));
    expect(text).toContain('could not be graded – / 14');
    expect(text).toContain('The grader itself failed here, not this code.');
    expect(text).toContain('dW3 is a2.T @ dz3 grader error – / 2');
  });

  it('is kind about what was not started, and tells what waits there', () => {
    const text = textOf(sectionOf(page, 'exercise-10-ports'));
    expect(text).toContain('not started 0 / 6 Nothing here yet, and that is fine');
    expect(text).toContain('What is waiting here: 2 checks The port to TensorFlow.js agrees 3');
    expect(text).not.toContain('skipped');
  });

  it('lists errors with file, line and column', () => {
    const section = sectionOf(page, 'exercise-05-tanh');
    expect(textOf(section)).toContain('1 error 05-tanh.ts:31:14 Expected ) but found ;');
    expect(section).not.toContain('at no cost');
  });

  it('lists warnings apart from errors, at no cost', () => {
    const section = sectionOf(page, 'exercise-02-backward');
    expect(textOf(section)).toContain('2 warnings, at no cost 02-backward.ts:12:5 Type number is not');
    expect(section).not.toContain('class="diagnostics is-failed"');
  });

  it('folds many warnings and counts those it does not show', async () => {
    const diagnostics = Array.from({ length: 25 }, (_, line) => sampleWarning({ line }));
    const section = await renderHtml(sampleResult({ exercises: [sampleExercise({ diagnostics })] }));
    expect(section).toContain('<details class="diagnostics is-late">');
    expect(textOf(section)).toContain('and 5 more');
  });

  it('keeps the white space of what the code printed', async () => {
    const output = '\n  first\n\tsecond\n';
    expect(await renderHtml(sampleResult({ exercises: [sampleExercise({ output })] }))).toContain(
      `">\n${output}</pre>`,
    );
    expect(sectionOf(page, 'exercise-01-forward')).not.toContain('<pre');
  });
});

describe('the checks', () => {
  const page = mixedPage;

  it('fold a run of passed ones and keep their order', () => {
    const text = textOf(sectionOf(page, 'exercise-03-train'));
    expect(text).toMatch(/4 checks passed 8 .*timed out 0 \/ 4 .*skipped – \/ 2/u);
    expect(sectionOf(page, 'exercise-02-backward')).not.toContain('class="fold"');
  });

  it('say every status in a word beside its icon', () => {
    for (const [word, icon] of [
      ['passed', 'passed'],
      ['failed', 'failed'],
      ['partly right', 'failed'],
      ['timed out', 'late'],
      ['skipped', 'idle'],
      ['grader error', 'errored'],
    ]) {
      expect(page).toMatch(
        new RegExp(`#icon-${icon}"/></svg>\\s*<h3[^\\n]*\\s*<span class="word">${word}<`, 'u'),
      );
    }
  });

  it('open the hint of the first failing one alone', () => {
    const section = sectionOf(page, 'exercise-02-backward');
    expect(section.match(/<details class="hint" open>/gu)).toHaveLength(1);
    expect(section.match(/<details class="hint">/gu)).toHaveLength(2);
    expect(textOf(section.slice(section.indexOf('class="hint" open')))).toContain('Hint The loss is a mean');
  });

  it('give away no hint where they passed', async () => {
    const checks = [sampleCheck({ hint: 'the hint', misconception: 'loss-sign' })];
    const text = textOf(await renderHtml(sampleResult({ exercises: [sampleExercise({ checks })] })));
    expect(text).not.toContain('the hint');
    expect(text).not.toContain('loss sign');
  });

  it('name a misconception in readable words', () => {
    expect(textOf(page)).toContain('This looks like batch mean missing');
  });

  it('show the evidence, and in which part the fault lies', () => {
    const text = textOf(sectionOf(page, 'exercise-02-backward'));
    expect(text).toContain('where dW1[2, 3] expected 0.03875 got 0.31 relative error 7 entries off 28 of 35');
    expect(text).toContain('seen on 8 examples, 5 inputs, 7 hidden, 3 classes');
    expect(text).toContain('The numeric gradients place the fault in the backward pass .');
    expect(page.match(/<li class="here">.*?</gu)).toEqual(['<li class="here">backward<']);
  });

  it('write numbers that differ so that they look different', async () => {
    const check = failedCheck({ evidence: { expected: 0.12345678, got: 0.12345679, relativeError: 0 } });
    const text = textOf(await renderHtml(sampleResult({ exercises: [sampleExercise({ checks: [check] })] })));
    expect(text).toContain('expected 0.12345678 got 0.12345679 relative error 0');
  });

  it('set what stands between backticks as code', () => {
    expect(page).toContain('<h3 class="title"><code>dW1</code> is <code>X.T @ dz1</code></h3>');
  });
});

describe('the foot of the page', () => {
  it('tells on what the result rests', async () => {
    const text = textOf(await renderHtml(sampleResult()));
    expect(text).toContain('graded 2026-11-23 17:00 UTC seed 2675363969');
    expect(text).toContain('device wasm SIMD, 4 threads sandbox bubblewrap + permission took 2.1 s');
    expect(text).toContain('versions Handgrad 0.1.0 Node 20.20.2, linux-x64 submission 9f86d081884c sha256');
  });

  it('warns of a sandbox that does not hold against attackers, and only of such', async () => {
    const { environment } = sampleResult();
    const weak = {
      ...environment,
      sandbox: 'permission',
      sandboxDetail: 'Accidents stay in, attackers do not.',
    };
    expect(textOf(await renderHtml(sampleResult({ environment: weak })))).toContain(
      'About the sandbox. Accidents stay in, attackers do not.',
    );
    expect(await renderHtml(sampleResult())).not.toContain('About the sandbox');
  });
});

describe('the report', () => {
  it('is the same page for the same result, which it leaves alone', async () => {
    const result = mixedResult();
    const first = await renderHtml(result);
    expect(await renderHtml(result)).toBe(first);
    expect(result).toEqual(mixedResult());
  });

  it('throws where the templates are missing', async () => {
    const empty = await folderOf({});
    expect(() => htmlReport(empty)).toThrow('colours.css');
  });
});
