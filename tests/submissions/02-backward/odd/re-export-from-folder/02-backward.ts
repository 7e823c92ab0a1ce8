// Odd: the work is in a folder of its own; './impl/grad.js' is a .ts file, './impl' means its index, numbers come from JSON.
export { softmaxCrossEntropyGrad } from './impl/grad.js';
export { default as backward } from './impl';
export * as internals from './impl/grad.js';
