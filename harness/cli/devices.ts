// `npm run devices`: what the TensorFlow.js reference can run on here, which of it `auto` takes, and how to add the rest.

import path from 'node:path';
import { styleText } from 'node:util';
import { deviceStates, type DeviceState } from '../../reference/devices.ts';
import { inColourOn } from './colour.ts';
import type { ExitCode } from './main.ts';
import { wrap } from './paragraph.ts';
import { Progress } from './progress.ts';
import { readWords } from './usage.ts';

const OPTIONS = { json: { type: 'boolean', default: false } } as const;

const NAME = 8; // columns
const INDENT = 3 + NAME; // columns

/** Lists the devices, best first; --json prints their states and nothing else. */
export async function devicesCommand(words: string[], root: string): Promise<ExitCode> {
  const { values } = readWords(words, OPTIONS);
  const progress = new Progress();
  progress.step('trying every device');
  const states = await deviceStates(path.join(root, 'dist', 'device-probe.mjs'));
  progress.end();
  if (values.json) process.stdout.write(`${JSON.stringify(states, null, 2)}\n`);
  else process.stdout.write(listed(states, inColourOn(process.stdout)));
  return 0;
}

/** The list in 80 columns. */
export function listed(states: readonly DeviceState[], inColour: boolean): string {
  const chosen = states.find(({ works, isForAuto }) => works && isForAuto);
  const lines = states.flatMap((state) => {
    const mark = state === chosen ? '*' : ' ';
    const head = ` ${mark} ${state.device.padEnd(NAME)}${wordFor(state)}`;
    const add = state.remedy === null ? [] : [`${' '.repeat(INDENT)}${state.remedy}`];
    const styled = inColour ? styleText(state.works ? 'green' : 'dim', head) : head;
    return [styled, ...wrap(state.detail, INDENT), ...add]; // a command stays whole, to be copied
  });
  const auto = chosen
    ? `* what --device auto takes here: ${chosen.device}`
    : 'No device works here: run npm ci.';
  return `\n${lines.join('\n')}\n\n ${auto}\n Students need none of the others; docs/devices.md says more.\n\n`;
}

function wordFor({ works, isForAuto }: DeviceState): string {
  if (!works) return 'not here';
  return isForAuto ? 'works' : 'works, only if asked for by name';
}
