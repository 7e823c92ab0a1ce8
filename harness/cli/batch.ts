// `npm run grade:batch -- DIR`: grade everything that was handed in, and write the gradebook and the page of the class.

import os from 'node:os';
import path from 'node:path';
import { DEVICE_CHOICES } from '../../reference/devices.ts';
import { LocalCrew, serveGrading } from '../batch/localCrew.ts';
import { RedisCrew } from '../batch/redisCrew.ts';
import type { Crew } from '../batch/crew.ts';
import { readInputs, type Inputs } from '../batch/inputs.ts';
import { Journal } from '../batch/journal.ts';
import { locked } from '../batch/lock.ts';
import { gradeSeats, type Batch } from '../batch/run.ts';
import { readShard, shareOf, type Shard } from '../batch/shard.ts';
import { graderVersion } from '../batch/version.ts';
import { writeClass } from '../batch/writeClass.ts';
import { readCourse } from '../course.ts';
import { SANDBOX_CHOICES } from '../sandbox/probe.ts';
import { ClassProgress } from './classProgress.ts';
import { classSummary } from './classSummary.ts';
import { BATCH_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { chooseExercises, closeGrader, openGrader } from './open.ts';
import { fromCaller, oneOf, readSeed, readWhole, readWords, UsageError } from './usage.ts';

const OPTIONS = {
  out: { type: 'string' },
  roster: { type: 'string' },
  course: { type: 'string' },
  overrides: { type: 'string' },
  'moodle-worksheet': { type: 'string' },
  'canvas-assignment': { type: 'string' },
  only: { type: 'string' },
  jobs: { type: 'string', default: String(os.availableParallelism()) },
  shard: { type: 'string', default: '1/1' },
  redis: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  seed: { type: 'string' },
  device: { type: 'string', default: 'auto' },
  sandbox: { type: 'string', default: 'auto' },
  worker: { type: 'boolean', default: false }, // as a process of another batch
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readWords<typeof OPTIONS>>['values'];
