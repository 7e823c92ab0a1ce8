import { expect, it } from 'vitest';
import type { ExerciseSpec } from '../../../harness/course.ts';
import { deviceOf, gradeInLanes, type Graded, type Lane } from '../../../harness/grade/lanes.ts';
import type { ExerciseResult } from '../../../harness/result.ts';

/** Exercises by their limits, which say how long they may take; the last has libraries to load. */
const exercises = [60, 300, 900, 60].map((seconds, index) => ({
  id: `0${index + 1}`,
  limits: { exerciseMs: seconds * 1000 },
  libraries: index === 3 ? ['@tensorflow/tfjs'] : [],
})) as ExerciseSpec[];
const tasks = exercises.map((exercise) => ({ exercise, bundling: null, forward: null }));

function graded({ id }: ExerciseSpec, device: Graded['device'] = null): Graded {
  return { exercise: { id } as ExerciseResult, device };
}

/** A lane that notes what it grades, and takes its time over the ids given. */
function lane(noted: string[], slow: readonly string[] = []): Lane {
  return async ({ exercise }) => {
    noted.push(exercise.id);
    await new Promise((resolve) => setTimeout(resolve, slow.includes(exercise.id) ? 30 : 1));
    return graded(exercise);
  };
}

it('gives the results in the order of the exercises, the longest begun first, whoever graded them', async () => {
  const [own, beside, begun]: [string[], string[], string[]] = [[], [], []];
  const results = await gradeInLanes(tasks, {
    own: lane(own, ['03']),
    others: [lane(beside)],
    onExercise: ({ id }) => begun.push(id),
  });
  expect(results.map(({ exercise }) => exercise.id)).toEqual(['01', '02', '03', '04']);
  expect(begun).toEqual(['03', '04', '02', '01']);
  expect({ own, beside }).toEqual({ own: ['03'], beside: ['04', '02', '01'] });
});

it('tells of each exercise when it is graded, and not before', async () => {
  const told: string[] = [];
  await gradeInLanes(tasks, {
    own: lane([], ['03']),
    others: [lane([])],
    onExercise: ({ id }) => told.push(`begun ${id}`),
    onGraded: ({ id }) => told.push(id),
  });
  expect(told.filter((each) => !each.startsWith('begun'))).toEqual(['04', '02', '01', '03']);
  for (const { id } of exercises) expect(told.indexOf(id)).toBeGreaterThan(told.indexOf(`begun ${id}`));
});

it('grades in its own lane what another one could not, even at the very end', async () => {
  const own: string[] = [];
  const ends: Lane = () => new Promise((_, reject) => setTimeout(() => reject(new Error('ended')), 20));
  const results = await gradeInLanes(tasks, { own: lane(own), others: [ends] });
  expect(results).toHaveLength(tasks.length);
  expect(own).toEqual(['03', '02', '01', '04']);
});

it('rejects where its own lane cannot go on', async () => {
  const ends: Lane = () => Promise.reject(new Error('no disk'));
  const grading = gradeInLanes(tasks, { own: ends, others: [] });
  await expect(grading).rejects.toThrow('no disk');
});

it('names the device that a grader opened, before one that could not be opened', () => {
  const [first, second] = exercises as [ExerciseSpec, ExerciseSpec];
  const opened = { device: 'wasm', deviceDetail: 'tfjs-backend-wasm 4.22.0' };
  const refused = { device: 'auto', deviceDetail: '' };
  expect(deviceOf([graded(first, opened), graded(second, refused)])).toEqual(opened);
  expect(deviceOf([graded(first, refused)])).toEqual(refused);
  expect(deviceOf([graded(first)])).toBeNull();
});
