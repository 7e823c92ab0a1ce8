import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { overridesById, readOverrides, type GivenPoints } from '../../../harness/batch/overrides.ts';
import { headingOf } from '../../../harness/batch/writeClass.ts';
import { readCourse } from '../../../harness/course.ts';
import { CourseError } from '../../../harness/course/yaml.ts';
import { folderOf } from '../folder.ts';

const course = readCourse(fileURLToPath(new URL('../../..', import.meta.url)));

describe('overrides', () => {
  it('are read with stem, points, reason and place', async () => {
    const text = `# after the appeals
- student: ada
  exercise: 02-backward
  points: 16.5
  reason: The shape was ours.
- { student: ada, exercise: forward, points: 0, reason: ' copied ' }
`;
    expect(await overridesIn(text)).toEqual([
      {
        student: 'ada',
        exercise: '02-backward',
        points: 16.5,
        reason: 'The shape was ours.',
        at: 'overrides.yaml:2:3',
      },
      { student: 'ada', exercise: '01-forward', points: 0, reason: 'copied', at: 'overrides.yaml:6:3' },
    ]);
  });

  it.each(['02-backward', '02', "'02'", 'backward', '02-backward.ts', 'BACKWARD'])(
    'name an exercise as the command does: %s',
    async (name) => {
      const [given] = await overridesIn(entry({ exercise: name }));
      expect(given?.exercise).toBe('02-backward');
    },
  );

  it.each([
    ['007', '007'],
    ['1e3', '1e3'],
    ['0x10', '0x10'],
    ['12345678901234567890', '12345678901234567890'],
    ['true', 'true'],
    ["' Ada '", 'Ada'],
    ['"ünï 🎈"', 'ünï 🎈'],
  ])('name a student as the file writes the id: %s', async (written, id) => {
    const [given] = await overridesIn(entry({ student: written }));
    expect(given?.student).toBe(id);
  });

  it.each([
    ['no file', null],
    ['an empty file', ''],
    ['comments alone', '# none yet\n'],
    ['an empty list', '[]\n'],
  ])('are none where there is %s', async (_, text) => {
    expect(await overridesIn(text)).toEqual([]);
  });

  it.each(course.exercises.map(headingOf))('may give every point of $id', async ({ id, maxScore }) => {
    expect(await overridesIn(entry({ exercise: id, points: String(maxScore) }))).toHaveLength(1);
  });
});

describe('a fault in the overrides', () => {
  it.each([
    [
      'an unknown exercise',
      { exercise: 'sideways' },
      /^overrides\.yaml:2:13: there is no exercise "sideways"; there are 01-forward, /,
    ],
    [
      'more points than there are',
      { points: '18.01' },
      /^overrides\.yaml:3:11: 18\.01 points are given for 02-backward, which has 18\.$/,
    ],
    ['fewer than none', { points: '-1' }, /^overrides\.yaml:3:11: 0\.points must be >= 0$/],
    ['endless points', { points: '.inf' }, /^overrides\.yaml:3:11: 0\.points must be number$/],
    ['points in words', { points: 'all' }, /^overrides\.yaml:3:11: 0\.points must be number$/],
    ['an empty reason', { reason: "' '" }, /^overrides\.yaml:4:11: 0\.reason must match pattern/],
    ['an empty student', { student: "' '" }, /^overrides\.yaml:1:12: a student's id is expected here\.$/],
    ['no student', { student: '' }, /^overrides\.yaml:1:12: 0\.student must be string/],
  ])('is told with its place: %s', async (_, fields, told) => {
    expect(await faultsIn(entry(fields))).toEqual([expect.stringMatching(told)]);
  });

  it('is told for a reason that is missing', async () => {
    const faults = await faultsIn('- { student: ada, exercise: 02, points: 1 }\n');
    expect(faults).toEqual(["overrides.yaml:1:3: 0 must have required property 'reason'"]);
  });

  it('is told for the second of two that give one student points for one exercise', async () => {
    const faults = await faultsIn(entry({}) + entry({ student: 'grace' }) + entry({ exercise: '02' }));
    expect(faults).toEqual([
      'overrides.yaml:9:3: ada has points for 02-backward already, at overrides.yaml:1:3; keep one of the two.',
    ]);
  });

  it('is told beside every other', async () => {
    const faults = await faultsIn(entry({ exercise: 'sideways' }) + entry({ points: '99' }));
    expect(faults).toHaveLength(2);
  });
});

describe('the students of overrides', () => {
  it('are found by their exact id first, then without case and surrounding space', () => {
    const { byId, faults } = overridesById([pointsFor('Ada'), pointsFor('GRACE')], ['ada', 'Ada', ' grace ']);
    expect(faults).toEqual([]);
    expect([...byId.keys()]).toEqual(['Ada', ' grace ']);
  });

  it('are found whichever way an accent is stored', () => {
    expect(overridesById([pointsFor('Zoe\u0308')], ['zo\u00EB']).faults).toEqual([]);
  });

  it('are named with the line where nobody is called so', () => {
    const { byId, faults } = overridesById([pointsFor('alan')], ['ada']);
    expect(byId.size).toBe(0);
    expect(faults).toEqual(['overrides.yaml:1:3: there is no student "alan" in this class.']);
  });

  it('are not guessed where two could be meant', () => {
    const { faults } = overridesById([pointsFor('ADA')], ['ada', 'Ada']);
    expect(faults).toHaveLength(1);
  });

  it('are told where two names turn out to be one student with two entries for an exercise', () => {
    const { faults } = overridesById(
      [pointsFor('ada'), { ...pointsFor('ADA'), at: 'overrides.yaml:5:3' }],
      ['ada'],
    );
    expect(faults).toEqual([
      'overrides.yaml:5:3: ada has points for 02-backward already, at overrides.yaml:1:3; keep one of the two.',
    ]);
  });
});

function pointsFor(student: string): GivenPoints {
  return { student, exercise: '02-backward', points: 1, reason: 'appeal', at: 'overrides.yaml:1:3' };
}

/** One entry of a file, each field as it is written there. */
function entry(fields: Partial<Record<'student' | 'exercise' | 'points' | 'reason', string>>): string {
  const { student, exercise, points, reason } = {
    student: 'ada',
    exercise: 'backward',
    points: '1',
    reason: 'appeal',
    ...fields,
  };
  return `- student: ${student}\n  exercise: ${exercise}\n  points: ${points}\n  reason: ${reason}\n`;
}

async function overridesIn(text: string | null): Promise<GivenPoints[]> {
  if (text === null) return readOverrides(null, course);
  const folder = await folderOf({ 'overrides.yaml': text });
  const file = join(folder, 'overrides.yaml');
  return readOverrides(file, course).map((read) => ({ ...read, at: read.at.replace(`${folder}/`, '') }));
}

async function faultsIn(text: string): Promise<string[]> {
  const folder = await folderOf({ 'overrides.yaml': text });
  try {
    readOverrides(join(folder, 'overrides.yaml'), course);
  } catch (error) {
    expect(error).toBeInstanceOf(CourseError);
    return (error as Error).message.replaceAll(`${folder}/`, '').split('\n');
  }
  return [];
}
