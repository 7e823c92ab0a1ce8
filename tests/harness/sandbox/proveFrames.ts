// `npm run prove:frames`: a million hostile streams against the reader of frames, a new million each time.

import fc from 'fast-check';
import { fateOf, hostileStreams, type Fate } from './hostileFrames.ts';

const STREAMS = 1_000_000;

const seed = Date.now() % 2 ** 31;
const fates: Record<Fate, number> = { read: 0, malformed: 0, unfinished: 0 };
// What breaks the property is thrown, with its seed and the smallest stream that does.
fc.assert(
  fc.property(hostileStreams, (each) => void fates[fateOf(each)]++),
  { numRuns: STREAMS, seed },
);
process.stdout.write(
  `${STREAMS} streams, seed ${seed}: ${fates.malformed} malformed, ${fates.unfinished} unfinished, ${fates.read} read; ` +
    'nothing else was thrown, and no more held than a frame.\n',
);
