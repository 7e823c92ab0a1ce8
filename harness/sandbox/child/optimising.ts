// When V8 optimises what students and libraries run.

import { setFlagsFromString } from 'node:v8';

/** The last version of Node on which the flag was tried and helps; those from 22 on print an error. */
const LAST_NODE = 20;

/** Has V8 optimise a function when so much of it has run (bytes of its bytecode; 67,584 unless told). */
export function optimiseAfter(bytes: number): void {
  if (Number.parseInt(process.versions.node, 10) <= LAST_NODE)
    setFlagsFromString(`--interrupt-budget=${bytes}`);
}
