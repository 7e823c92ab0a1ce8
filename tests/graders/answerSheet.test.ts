import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswers, textOf } from '../../graders/support/answerSheet.ts';

const ids = new Set(['one', 'two', 'three']);
const read = (text: string) => readAnswers('07-x.yaml', text, ids);
const answersOf = (text: string) =>
  Object.fromEntries([...read(text).answers].map(([id, { node }]) => [id, textOf(node)]));
const toldOf = (text: string) =>
  read(text).diagnostics.map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity} ${message}`,
  );

describe('a file of answers', () => {
  it.each([
    ['plain', 'answers:\n  one: b\n  two: (32, 16)\n'],
    ['in another order, with comments', '# x\nanswers: # y\n  two: (32, 16) # z\n  one: b\n'],
    ['in braces', '{ answers: { one: b, two: "(32, 16)" } }'],
    ['with Windows line endings and a byte order mark', '\uFEFFanswers:\r\n  one: b\r\n  two: (32, 16)\r\n'],
    ['with the line ends of old Macs', 'answers:\r  one: b\r  two: (32, 16)\r'],
    ['below a key with a capital', 'Answers:\n  one: b\n  two: (32, 16)\n'],
    ['as a list of rows', 'answers:\n  - one: b\n  - two: (32, 16)\n'],
    ['with an alias', 'reasons:\n  one: &x b\nanswers:\n  one: *x\n  two: (32, 16)\n'],
  ])('is read %s, with nothing to say', (_, text) => {
    expect(answersOf(text)).toEqual({ one: 'b', two: '(32, 16)' });
    expect(toldOf(text)).toEqual([]);
  });

  it('keeps what was written, not what YAML makes of it', () => {
    expect(answersOf('answers:\n  one: 1.0\n  two: 007\n  three: e\n')).toEqual({
      one: '1.0',
      two: '007',
      three: 'e',
    });
  });

  it.each(['', '~', 'null', '""'])('takes %j for no answer', (empty) => {
    expect(answersOf(`answers:\n  one: ${empty}\n`)).toEqual({});
  });

  it('knows the place of an answer', () => {
    expect(read('answers:\n  one:   b\n').answers.get('one')).toMatchObject({ line: 2, column: 10 });
  });

  it('gives reasons on one line, and cuts them', () => {
    const { reasons } = read(`answers: {}\nreasons:\n  one: |\n    a\n    b\n  two: ${'x'.repeat(900)}\n`);
    expect(reasons.get('one')).toBe('a b');
    expect(reasons.get('two')).toHaveLength(503);
    expect(read('reasons:\n  one: lr: too high\n').reasons.get('one')).toBe('lr: too high');
  });
});

describe('what is wrong with a file of answers', () => {
  it.each([
    ['answers:\n  one: b\n  four: c\n', ['3:3 warning "four" is none of the questions.']],
    [
      'answers:\n  one: b\nfour: c\n',
      ['3:1 warning "four" is not known here: the file holds answers and reasons.'],
    ],
    ['answers:\none: b\n', ['2:1 warning one belongs below answers:, two spaces in; it was read.']],
    [
      'answers:\n  one: b\n  one: c\n',
      ['3:3 warning one is answered twice, in line 2 as well; this one counts.'],
    ],
    ['answers: b\n', ['1:10 error Here one line for each question is expected, such as `id: answer`.']],
    ['- b\n', ['1:1 error The file is to hold answers:, and below it one line for each question.']],
    ['answers:\n  one: "b\n  two: c\n', ['2:8 error one: A quote is opened and never closed.']],
    ['answers:\n\tone: b\n', ['2:1 error There is a tab where YAML wants spaces.']],
    [
      'answers:\n  one: b\nreasons:\n  one: lr: too high\n',
      ['4:8 error There is a second colon in one line: put text that has a colon in quotes.'],
    ],
  ])('is told with line and column: %j', (text, told) => {
    expect(toldOf(text).slice(0, 1)).toEqual(told);
  });

  it.each([
    ['a quote never closed', 'answers:\n  one: "b\n  two: c\n  three: d\n', { two: 'c', three: 'd' }],
    ['a bracket never closed', 'answers:\n  one: [b\n  two: c\n  three: d\n', { two: 'c', three: 'd' }],
    ['a tab', 'answers:\n\tone: b\n  two: c\n', { one: 'b', two: 'c' }],
    [
      'an indentation of its own',
      'answers:\n  one: b\n   two: c\n three: d\n',
      { one: 'b', two: 'c', three: 'd' },
    ],
    ['a colon in a reason', 'answers:\n  one: b\nreasons:\n  one: lr: too high\n', { one: 'b' }],
    [
      'a colon in a reason, below answers in braces',
      'answers: {\n  one: b,\n  two: "c",\n  three: d }\nreasons:\n  one: lr: too high\n',
      { one: 'b', two: 'c', three: 'd' },
    ],
    [
      'a quote never closed in a reason above them',
      'reasons:\n  one: "too high\nanswers:\n  one: b\n  two: c\n',
      { one: 'b', two: 'c' },
    ],
    [
      'a bracket never closed, above keys in quotes and colons with a space before',
      'answers:\n  one: [b\n  "two": c\n  three : d\n',
      { two: 'c', three: 'd' },
    ],
    ['no space after the colons', 'answers:\n  one:b\n  two:c\n', { one: 'b', two: 'c' }],
  ])('leaves the other answers read: %s', (_, text, answers) => {
    expect(answersOf(text)).toMatchObject(answers);
  });

  it.each(['reasons', '"reasons"', "'reasons'"])('takes no reason for an answer, below %s', (key) => {
    expect(answersOf(`answers:\n  one: b\n${key}:\n  one: lr: too high\n  two: c\n`)).toEqual({ one: 'b' });
  });

  it('is a tab alone, and not what the parser makes of the rest of its line', () => {
    expect(toldOf('answers:\n  one: b\n\ttwo: c\n  three: d\n')).toEqual([
      '3:1 error There is a tab where YAML wants spaces.',
      '3:2 warning two belongs below answers:, two spaces in; it was read.',
    ]);
  });

  it('is none where a file has a MiB of words', () => {
    const prose = '# It is p minus y, over B; that is all.\n'.repeat(26_000);
    expect(toldOf(`answers:\n  one: b\n${prose}`)).toEqual([]);
  });

  it('is told ten times at most', () => {
    const text = `answers:\n${Array.from({ length: 50 }, (_, index) => `  x${index}: a\n`).join('')}`;
    expect(read(text).diagnostics).toHaveLength(10);
  });
});

describe('a hostile file', () => {
  it.each([
    ['brackets', '['.repeat(1_000_000)],
    ['lists in one line', '- '.repeat(500_000)],
    ['keys of keys', '? '.repeat(500_000)],
    ['indentation', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('is not parsed where a stack could end: %s', (_, text) => {
    expect(toldOf(text)).toEqual([
      '1:1 error Lists, brackets or indentation are nested over 200 deep, so nothing of it was read.',
    ]);
  });

  it('is not parsed where that takes a minute', () => {
    expect(toldOf('#\n'.repeat(500_000))).toEqual([
      '1:1 error The file has over 131072 words and marks of YAML, so nothing of it was read.',
    ]);
  });

  it('of ten thousand aliases is read in one pass', () => {
    const text = `a: &a 1\n${'b: *a\n'.repeat(10_000)}answers:\n  one: *a\n`;
    expect(answersOf(text)).toMatchObject({ one: '1' });
  });

  it.each([
    ['aliases a billion times over', `answers: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n`],
    ['brackets', '['.repeat(20_000)],
    ['a map that is its own key', 'answers: &a\n  ? *a\n  : *a\n'],
    ['an alias of itself', 'answers: &a { one: *a }\n'],
    ['a prototype', 'answers:\n  __proto__: b\n  constructor: c\n'],
    ['tags', 'answers: !!js/function "x"\n'],
  ])('is read without throwing: %s', (_, text) => {
    expect(() => read(text)).not.toThrow();
  });

  it('of any characters is read without throwing', () => {
    const piece = fc.constantFrom(
      'answers:',
      '\n',
      '  ',
      'one',
      ': ',
      '"',
      '[',
      '}',
      '{',
      '&a ',
      '*a',
      '- ',
      '#',
      '|',
      '\t',
      '%',
      '!!',
      '? ',
      '---\n',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void read(pieces.join(''))));
  });
});
