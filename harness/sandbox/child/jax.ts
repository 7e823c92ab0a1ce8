// jax-js for students, in a file of its own beside the child: plain JavaScript and WebAssembly, no workers.

import './jaxGlobals.ts';
import * as jax from '@jax-js/jax';

export const library = jax;
