// The part of TensorFlow.js that the reference uses: the core with every gradient, without the browser's backend, data
// and converters. Built into dist/tfjs.mjs, which stands in for the package where start-up time counts.

import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

export * from '@tensorflow/tfjs-core';
