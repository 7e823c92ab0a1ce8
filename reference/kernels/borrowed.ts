// Kernels that TensorFlow.js's WebAssembly backend lacks, or gets wrong, run by its plain CPU backend instead: code that is
// right by the library's documentation has to run, and to be differentiated, whatever the backend.

import type * as TensorFlow from '@tensorflow/tfjs-core';

type Core = Pick<
  typeof TensorFlow,
  'engine' | 'getKernel' | 'getKernelsForBackend' | 'registerKernel' | 'unregisterKernel' | 'OneHot'
>;
type Call = Parameters<TensorFlow.KernelFunc>[0];

/** What of a backend is used here: values in and out, by the id of their data. */
interface Storage {
  readSync(id: TensorFlow.DataId): TensorFlow.BackendValues;
  write(values: TensorFlow.BackendValues, shape: number[], dtype: TensorFlow.DataType): TensorFlow.DataId;
  disposeData(id: TensorFlow.DataId, force?: boolean): boolean;
}

const BACKEND = 'wasm';
const LENDER = 'cpu';

/** Gives the backend `wasm` of `tf`, which has to be registered beside `cpu`, the kernels that it lacks (a gradient of gather, say). */
export function borrowKernels(tf: Core): void {
  // 4.22 writes the integers 1 and 0 as bits where a one-hot of dtype float32 is asked for.
  const wrong = new Set<string>([tf.OneHot]);
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend(LENDER)) {
    const own = tf.getKernel(kernelName, BACKEND) as TensorFlow.KernelConfig | undefined;
    if (own && !wrong.has(kernelName)) continue;
    if (own) tf.unregisterKernel(kernelName, BACKEND);
    const borrowed: TensorFlow.KernelFunc = (call) => runOnLender(tf, kernelFunc, call);
    tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc: borrowed });
  }
}

/** Copies the inputs over, runs the kernel there, and copies its outputs back. */
function runOnLender(
  tf: Core,
  kernel: TensorFlow.KernelFunc,
  { inputs, attrs, backend }: Call,
): ReturnType<TensorFlow.KernelFunc> {
  const own: Storage = backend as TensorFlow.KernelBackend;
  const lender: Storage = tf.engine().findBackend(LENDER);
  const copied: TensorFlow.DataId[] = [];
  const copy = (from: Storage, to: Storage, { dataId, shape, dtype }: TensorFlow.TensorInfo) => {
    const id = to.write(from.readSync(dataId), shape, dtype);
    return { dataId: id, shape, dtype };
  };
  const lend = (info: TensorFlow.TensorInfo) => {
    const lent = copy(own, lender, info);
    copied.push(lent.dataId);
    return lent;
  };
  const lent = lendEach(inputs, lend) as Call['inputs'];
  const given = kernel({ inputs: lent, attrs: attrs ?? {}, backend: lender });
  const outputs = Array.isArray(given) ? given : [given];
  const kept = outputs.map((output) => copy(lender, own, output));
  for (const id of [...copied, ...outputs.map(({ dataId }) => dataId)]) lender.disposeData(id, true);
  return Array.isArray(given) ? kept : (kept[0] as TensorFlow.TensorInfo);
}

/** All inputs lent: by name or, which the types do not say, in a list; an optional one may be missing. */
function lendEach(inputs: unknown, lend: (info: TensorFlow.TensorInfo) => unknown): unknown {
  if (Array.isArray(inputs)) return (inputs as TensorFlow.TensorInfo[]).map(lend);
  const entries = Object.entries(inputs as Record<string, TensorFlow.TensorInfo | null | undefined>);
  return Object.fromEntries(entries.map(([name, input]) => [name, input ? lend(input) : input]));
}
