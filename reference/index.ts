// The TensorFlow.js reference as a library: `const reference = await openReference('wasm')`.
// Its float64 twin, which decides verdicts, stands in float64/.

export { openReference, type Reference } from './tensorflow/reference.ts';
export type { DeviceChoice } from './devices.ts';
export type { NdArray } from './ndarray.ts';
