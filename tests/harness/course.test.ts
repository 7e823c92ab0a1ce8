import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findExercise, pointsOf, readCourse, type Course } from '../../harness/course.ts';
import { CourseError } from '../../harness/course/yaml.ts';
import { folderOf } from './folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const rubric = `# Points of every check.
01-forward:
  title: Forward pass
  file: 01-forward.ts
  libraries: [ml-matrix]
  exports: [linear]
  bonus: false
  checks:
    - id: linear
      title: linear gives X W + b
      points: 1.5
      hint: mmul
    - id: relu
      title: relu keeps what is above 0
      points: 2
      hint: max
      needs: [linear]
`;
const misconceptions = 'bias-omitted: Add b to every row.\n';
const limits = `limits:
  loadSeconds: 10
  callSeconds: 5
  exerciseSeconds: 60
  memoryMiB: 1536
  outputKeptKiB: 64
  outputStopKiB: 1024
`;

describe('a course', () => {
  it('is read with every exercise under its stem, and limits in ms and bytes', async () => {
    const course = readCourse(await courseOf({}));
    expect(course.exercises).toEqual([
      {
        id: '01-forward',
        title: 'Forward pass',
        file: '01-forward.ts',
        libraries: ['ml-matrix'],
        exports: ['linear'],
        bonus: false,
        checks: [
          { id: 'linear', title: 'linear gives X W + b', points: 1.5, hint: 'mmul' },
          { id: 'relu', title: 'relu keeps what is above 0', points: 2, hint: 'max', needs: ['linear'] },
        ],
        limits: course.limits,
      },
    ]);
    expect(course.misconceptions).toEqual({ 'bias-omitted': 'Add b to every row.' });
    expect(course.limits).toEqual({
      loadMs: 10_000,
      callMs: 5_000,
      slowCallsMs: {},
      exerciseMs: 60_000,
      memoryBytes: 1536 * 1024 * 1024,
      outputKeptBytes: 64 * 1024,
      outputStopBytes: 1024 * 1024,
    });
  });

  it('gives an exercise more where course.yaml says so, and the rest of the limits as they are', async () => {
    const more = `${limits}exercises:\n  01-forward: { exerciseSeconds: 300, calls: { linear: 120 } }\n`;
    const { exercises, limits: all } = readCourse(await courseOf({ 'course.yaml': more }));
    expect(exercises[0]?.limits).toEqual({
      ...all,
      exerciseMs: 300_000,
      slowCallsMs: { linear: 120_000 },
    });
  });

  it('counts the points of an exercise', async () => {
    const { exercises } = readCourse(await courseOf({}));
    expect(exercises.map(pointsOf)).toEqual([3.5]);
  });

  it('of this project has the points that its exercises promise', () => {
    const points = readCourse(root).exercises.map((exercise) => [exercise.id, pointsOf(exercise)]);
    expect(Object.fromEntries(points)).toMatchObject({ '01-forward': 12, '02-backward': 18 });
  });

  it('of this project asks for no check that comes later or does not exist', () => {
    for (const { checks } of readCourse(root).exercises) {
      checks.forEach(({ needs = [] }, index) => {
        const before = new Set(checks.slice(0, index).map(({ id }) => id));
        expect(needs.filter((need) => !before.has(need))).toEqual([]);
      });
    }
  });
});

describe('a fault in the rubric', () => {
  it.each([
    [
      'of syntax',
      ['[linear]\n  bonus', '[linear\n  bonus'],
      '7:3: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['of a key twice', ['  bonus: false', '  bonus: false\n  bonus: true'], '8:3: Map keys must be unique'],
  ])('%s is told first with its line and column, said once', async (_, [from = '', to = ''], told) => {
    const [first] = await faultsOf({ 'graders/rubric.yaml': rubric.replace(from, to) });
    expect(first).toBe(`graders/rubric.yaml:${told}`);
  });

  it.each([
    [
      'a key nobody knows',
      ['  bonus: false', '  bonus: false\n  colour: red'],
      '8:3: 01-forward must NOT have additional properties: colour',
    ],
    [
      'such a key deep inside',
      ['      hint: max', '      colour: red\n      hint: max'],
      '16:7: 01-forward.checks.1 must NOT have additional properties: colour',
    ],
    ['a value of another type', ['bonus: false', 'bonus: 1'], '7:10: 01-forward.bonus must be boolean'],
    ['points in words', ['points: 2', 'points: two'], '15:15: 01-forward.checks.1.points must be number'],
    ['no points', ['points: 2', 'points: 0'], '15:15: 01-forward.checks.1.points must be > 0'],
    ['endless points', ['points: 2', 'points: .inf'], '15:15: 01-forward.checks.1.points must be number'],
    ['a missing key', ['  bonus: false\n', ''], "3:3: 01-forward must have required property 'bonus'"],
    [
      'a missing key deep inside',
      ['      hint: max\n', ''],
      "13:7: 01-forward.checks.1 must have required property 'hint'",
    ],
    [
      'an empty title',
      ['title: Forward pass', "title: ''"],
      '3:10: 01-forward.title must NOT have fewer than 1 characters',
    ],
    [
      'a check id with a space',
      ['id: relu', 'id: re lu'],
      '13:11: 01-forward.checks.1.id must match pattern "^[a-zA-Z][a-zA-Z0-9-]*$"',
    ],
  ])('is told with its line and column: %s', async (_, [from = '', to = ''], told) => {
    expect(await faultsOf({ 'graders/rubric.yaml': rubric.replace(from, to) })).toEqual([
      `graders/rubric.yaml:${told}`,
    ]);
  });

  it('is told beside every other', async () => {
    const faulty = rubric.replace('bonus: false', 'bonus: 1').replace('points: 2', 'points: two');
    expect(await faultsOf({ 'graders/rubric.yaml': faulty })).toEqual([
      'graders/rubric.yaml:7:10: 01-forward.bonus must be boolean',
      'graders/rubric.yaml:15:15: 01-forward.checks.1.points must be number',
    ]);
  });

  it('is told with the stem that is none, where it stands', async () => {
    const faulty = rubric + rubric.slice(rubric.indexOf('\n') + 1).replace('01-forward:', 'forward:');
    const faults = await faultsOf({ 'graders/rubric.yaml': faulty });
    expect(faults).not.toHaveLength(0);
    for (const fault of faults) expect(fault).toMatch(/^graders\/rubric\.yaml:18:1: .*\bforward\b/);
  });

  it('is told where a name is used that was never given', async () => {
    const faulty = rubric.replace('[ml-matrix]', '*libraries');
    const faults = await faultsOf({ 'graders/rubric.yaml': faulty });
    expect(faults).toEqual([expect.stringMatching(/^graders\/rubric\.yaml:5:14: .*libraries/)]);
  });
});

describe('a fault in another file of the course', () => {
  it.each([
    ['graders/misconceptions.yaml', 'bias-omitted:\n  text: 1\n', '2:3: bias-omitted must be string'],
    ['graders/misconceptions.yaml', '', '1:1: the file must be object'],
    ['graders/misconceptions.yaml', '- a\n', '1:1: the file must be object'],
    [
      'course.yaml',
      limits.replace('memoryMiB: 1536\n', 'memoryMiB: -1\n'),
      '5:14: limits.memoryMiB must be > 0',
    ],
    [
      'course.yaml',
      limits.replace('  callSeconds: 5\n', ''),
      "2:3: limits must have required property 'callSeconds'",
    ],
  ])('is told with its place: %s', async (file, text, told) => {
    expect(await faultsOf({ [file]: text })).toEqual([`${file}:${told}`]);
  });
});

describe('an exercise', () => {
  const course = readCourse(root);

  it.each(['02-backward', '02', 'backward', '02-backward.ts', '02-BACKWARD', 'Backward', 'backward.ts'])(
    'is found as %s',
    (name) => {
      expect(findExercise(course, name)?.id).toBe('02-backward');
    },
  );

  it.each(['', '2', '-', 'back', '02-', '02-backward.js', '02-backward.ts.ts', '2-backward', '99'])(
    'is not found as %j',
    (name) => {
      expect(findExercise(course, name)).toBeNull();
    },
  );

  it('in YAML is found by its file as well', () => {
    const [exercise] = course.exercises;
    const answers = { ...exercise, id: '07-pick-the-bug' } as Course['exercises'][number];
    expect(findExercise({ ...course, exercises: [answers] }, '07-pick-the-bug.yaml')).toBe(answers);
  });
});

/** The root of a course that is right but for these files. */
function courseOf(files: Record<string, string>): Promise<string> {
  return folderOf({
    'graders/rubric.yaml': rubric,
    'graders/misconceptions.yaml': misconceptions,
    'course.yaml': limits,
    ...files,
  });
}

/** What reading such a course complains of. */
async function faultsOf(files: Record<string, string>): Promise<string[]> {
  const folder = await courseOf(files);
  try {
    readCourse(folder);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(CourseError);
    return (error as Error).message.split('\n');
  }
}
