// jax-js for students, in a file of its own beside the child: plain JavaScript and WebAssembly, no workers.

import './jaxGlobals.ts';
import * as jax from '@jax-js/jax';
import { optimiseAfter } from './optimising.ts';

/**
 * How much of a function runs before V8 optimises it (bytes of its bytecode; 67,584 unless told). jax-js traces every call anew, with
 * large functions that hardly run again: optimised as early as others they cost a fifth of its processor time.
 */
const RUN_BEFORE_OPTIMISED = 400_000;
optimiseAfter(RUN_BEFORE_OPTIMISED);

export const library = jax;
