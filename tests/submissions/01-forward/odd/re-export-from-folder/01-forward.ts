// Odd: this file only passes on what lies in a folder beside it; one import says .js and means .ts, one has no ending.
export * from './impl/index.js';
export { crossEntropy } from './impl/loss';
export { forward as default } from './impl/index.js';
