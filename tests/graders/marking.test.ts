import { parseDocument, type Node } from 'yaml';
import { describe, expect, it } from 'vitest';
import { mark } from '../../graders/support/marking.ts';
import { readQuestions, type Question } from '../../graders/support/questions.ts';

const questions = readQuestions();

function marked(id: string, written: string) {
  const question = questions.find((each) => each.id === id);
  if (!question) throw new Error(`no question ${id}`);
  return mark(question, parseDocument(written).contents as Node);
}

describe('a shape', () => {
  it.each([
    '(32, 16)',
    '(32,16)',
    '32x16',
    '32 x 16',
    '32X16',
    '32 × 16',
    '32, 16',
    '32 16',
    '[32, 16]',
    '"(32, 16)"',
    '"[32, 16]"',
    '32 by 16',
    '(32, 16,)',
    '- 32\n- 16',
    '["(32, 16)"]',
    '["32", "16"]',
    '{32, 16}',
    '[(32, 16)]',
    '（32, 16）',
    'torch.Size([32, 16])',
    '(32, 16).',
  ])('is right as %j', (written) => {
    expect(marked('shape-z1', written)).toEqual({ share: 1, message: null });
  });

  it.each(['(16, 32)', '(32, 16, 1)', '512', '()', '[]', '(32, 15)'])('is wrong as %j', (written) => {
    expect(marked('shape-z1', written).share).toBe(0);
  });

  it.each(['many', '(32, h)', '{a: b}', '[[32, 16]]', '-32, 16', '32.5, 16', '(32', '1e99999, 1'])(
    'is no %j, or at least not right',
    (written) => {
      expect(marked('shape-dw2', written).share ?? 0).toBe(0);
    },
  );

  it.each(['(3,)', '3', '(3)', '[3]', '- 3'])('of a vector is right as %j', (written) => {
    expect(marked('shape-db2', written).share).toBe(1);
  });

  it.each(['()', '[]', 'scalar', 'a number', '"()"', '(scalar)', 'scalar ()', 'single number'])(
    'of a number is right as %j',
    (written) => {
      expect(marked('shape-loss', written).share).toBe(1);
    },
  );

  it.each(['(1,)', '1', '32', '(32,)'])('of a number is wrong as %j', (written) => {
    expect(marked('shape-loss', written).share).toBe(0);
  });
});

describe('a number', () => {
  it.each([
    '1.0986',
    '"1.0986"',
    '1.1',
    '1.10',
    '1.098612289',
    '1,0986',
    '1,099',
    'log 3',
    'ln(3)',
    'log(sqrt(9))',
    '-log(1/3)',
    'log(9)/2',
    '~1.1',
    '109.86e-2',
    '[1.0986]',
    '+1.0986',
    '1.0986 nats',
    'log(3) = 1.0986',
    'log 3 ≈ 1.1',
    'np.log(3)',
    'Math.log(3)',
    '“1.0986”',
  ])('is right as %j', (written) => {
    expect(marked('loss-uniform-3', written)).toEqual({ share: 1, message: null });
  });

  it.each(['1', '1.2', '-1.0986', '0.333', '1/3', '0x10', 'sqrt(3)', '1/sqrt(392)', 'log(1/3)'])(
    'is wrong as %j',
    (written) => {
      expect(marked('loss-uniform-3', written).share).toBe(0);
    },
  );

  it.each([
    '.nan',
    '.inf',
    '1e999',
    'about one',
    'true',
    '0xg',
    '1.0986 nats?',
    '{}',
    'sqrt()',
    'log(3',
    '1/0',
    '1 or 2',
    '1.0986 nats or so',
    'three = many',
  ])('is not %j', (written) => {
    expect(marked('loss-uniform-3', written).share).toBeNull();
  });

  it.each([
    ...['203530', '203,530', '203_530', '"203 530"', '203.530', "203'530", '203\u00A0530', '203\u202F530'],
    '203,530 parameters',
  ])('may have its thousands divided: %j', (written) => {
    expect(marked('parameters-mnist', written).share).toBe(1);
  });

  it.each(['0.0505', '1/sqrt(392)', 'sqrt(2/784)', 'sqrt(2)/28', '√2/√784', '"sqrt( 2 / 784 )"'])(
    'may be a quotient or a root: %j',
    (written) => {
      expect(marked('he-deviation', written).share).toBe(1);
    },
  );

  it('may be hexadecimal, as YAML has it', () => {
    expect(marked('parameters-lesson', '0x83').share).toBe(1);
  });

  it('that is a known mistake is told as that mistake', () => {
    expect(marked('parameters-lesson', '112').message).toMatch(/weights alone/);
    expect(marked('loss-uniform-3', '1.585').message).toMatch(/bits/);
  });
});

describe('a list', () => {
  it.each([
    '[b, c, d, e]',
    'b, c, d, e',
    'bcde',
    'B C D E',
    '(b, c, d, e)',
    '- b\n- (c)\n- D\n- e',
    '"[b, c, d, e]"',
    '(b), (c), (d), (e)',
    'b), c), d), e)',
    'b. c. d. e.',
    'b,c,d,e,',
    'b, c, d and e',
    'b, c, d, and e',
    '[b c d e]',
    '{b, c, d, e}',
  ])('is right as %j', (written) => {
    expect(marked('activation-places', written).share).toBe(1);
  });

  it('earns its part where some places are right', () => {
    expect(marked('activation-places', '[b, c, e, d]').share).toBe(0.5);
  });

  it.each([
    ['[b, d]', 1],
    ['[d, b]', 1],
    ['[d, d, b]', 1],
    ['[b]', 0.5],
    ['[b, d, a]', 0.5],
    ['[a, b, c, d, e]', 0],
  ])('that is a set, %j, earns %d', (written, share) => {
    expect(marked('softmax-properties', written).share).toBe(share);
  });

  it.each([
    ...['[0.175, -0.2, 0.025]', '0.175, -0.2, 0.025', '(0.175 -0.2 0.025)', '- 0.175\n- -0.2\n- 0.025'],
    ...['0,175; -0,2; 0,025', '0.175; -0.2; 0.025'],
  ])('of numbers is right as %j', (written) => {
    expect(marked('logits-gradient', written).share).toBe(1);
  });
});

describe('what the lesson says though the numbers do not', () => {
  it.each([
    ['perturb-lr-5', 'a'],
    ['perturb-hidden-1', 'a'],
    ['perturb-plain-randn', 'b'],
    ['perturb-plain-randn', 'c'],
    ['first-loss-lesson', 'a'],
    ['stuck-at-log-c', 'c'],
  ])('earns the points of %s as %s, with what was measured', (id, letter) => {
    const { share, message } = marked(id, letter);
    expect(share).toBe(1);
    expect(message).toMatch(/^Counted as right\. .*\d/);
    expect(questions.find((each) => each.id === id)?.measured).toBeDefined();
  });
});

describe('every question', () => {
  const choices = questions.filter((question) => 'options' in question);

  it.each(choices)('$id has something to say of each wrong option', (question) => {
    const credited = Object.keys('credit' in question ? (question.credit ?? {}) : {});
    const accepted = new Set([question.answer, credited].flat());
    const places = 'places' in question && question.places !== undefined;
    const wrong = Object.keys(question.options).filter((letter) => places || !accepted.has(letter));
    expect(Object.keys(question.feedback).toSorted()).toEqual(wrong.toSorted());
  });

  it.each(questions)('$id is right as its own key, and no known mistake is', (question: Question) => {
    const key = (value: unknown) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));
    expect(marked(question.id, key(question.answer)).share).toBe(1);
    for (const { value } of 'values' in question ? (question.values ?? []) : []) {
      expect(marked(question.id, key(value)).share).toBe(0);
    }
  });

  it('has an id of its own, and each of the ten objectives but deriving by code has one', () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect([...new Set(questions.map(({ objective }) => objective))].toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });
});
