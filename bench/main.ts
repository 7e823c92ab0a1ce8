// `npm run bench [NAME ...]`: benchmarks that print ratios against a peer in the same run, since machines differ.

import { batch } from './batch.ts';
import { gradcheck } from './gradcheck.ts';
import { harness } from './harness.ts';
import { mnist } from './mnist.ts';
import { queue } from './queue.ts';
import { roster } from './roster.ts';
import { solutions } from './solutions.ts';

const BENCHMARKS: Record<string, () => Promise<string[]>> = {
  harness,
  mnist,
  gradcheck,
  solutions,
  queue,
  roster,
  batch,
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}": there are ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exitCode = 2;
}
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (unknown !== undefined || (names.length > 0 && !names.includes(name))) continue;
  console.log(`\n${name}`);
  for (const line of await run()) console.log(`  ${line}`);
}
