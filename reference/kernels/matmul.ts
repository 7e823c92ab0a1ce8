// Products made fast on TensorFlow.js's WebAssembly backend. Its own take a slow path for a transposed factor, and a third longer
// without one: two float32 matrices are multiplied by product.ts; what is batched or fused stays with the library, which is
// given a transposed factor as a matrix of its own.

import type * as TensorFlow from '@tensorflow/tfjs-core';
import { openProduct, type Factor, type Heap, type Multiply } from './product.ts';

type Core = Pick<
  typeof TensorFlow,
  | 'backend'
  | 'getKernel'
  | 'registerKernel'
  | 'unregisterKernel'
  | 'Transpose'
  | 'BatchMatMul'
  | '_FusedMatMul'
>;
type Call = Parameters<TensorFlow.KernelFunc>[0];
type Inputs = Call['inputs'];

/** What of the backend is used here. */
interface WasmBackend {
  wasm: Heap;
  dataIdMap: { get(id: TensorFlow.DataId): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: 'float32'): TensorFlow.TensorInfo;
}

const BACKEND = 'wasm';

/** Replaces the product kernels of `tf`'s backend `wasm`, which has to be the one in use. */
export function makeProductsFast(tf: Core): void {
  const multiply = openProduct((tf.backend() as unknown as WasmBackend).wasm);
  for (const kernelName of [tf.BatchMatMul, tf._FusedMatMul]) {
    const original = tf.getKernel(kernelName, BACKEND);
    const ofLibrary: TensorFlow.KernelFunc = (call) => untransposed(tf, original.kernelFunc, call);
    const ofOurs: TensorFlow.KernelFunc = (call) =>
      (isPlain(call.inputs) ? product(multiply, call) : null) ?? ofLibrary(call);
    tf.unregisterKernel(kernelName, BACKEND);
    tf.registerKernel({ ...original, kernelFunc: kernelName === tf.BatchMatMul ? ofOurs : ofLibrary });
  }
}

/** Two matrices of float32 that have numbers; more axes are a batch. */
function isPlain({ a, b }: Inputs): boolean {
  return [a, b].every((x) => x?.shape.length === 2 && x.dtype === 'float32' && !x.shape.includes(0));
}

/** Null where the inner sizes differ: the library says so in its own words. */
function product(multiply: Multiply, { inputs, backend, attrs }: Call): TensorFlow.TensorInfo | null {
  const wasm = backend as unknown as WasmBackend;
  const [A, K] = factorOf(wasm, inputs.a, attrs?.transposeA !== true);
  const [B, inner] = factorOf(wasm, inputs.b, attrs?.transposeB === true);
  if (inner !== K) return null;
  const out = wasm.makeOutput([A.lanes, B.lanes], 'float32'); // (M, K) @ (K, N) -> (M, N)
  multiply(A, B, K, addressOf(wasm, out));
  return out;
}

/** A factor whose rows, or else columns, are its lanes; and their length K. */
function factorOf(wasm: WasmBackend, x: Inputs[string], isInRows: boolean): [Factor, number] {
  if (!x) throw new Error('a product has two factors');
  const [rows = 0, columns = 0] = x.shape;
  const [lanes, K] = isInRows ? [rows, columns] : [columns, rows];
  return [{ address: addressOf(wasm, x), lanes, isInRows }, K];
}

function addressOf(wasm: WasmBackend, { dataId }: TensorFlow.TensorInfo): number {
  return wasm.dataIdMap.get(dataId).memoryOffset;
}

/** The library's own product of factors that are transposed first. */
function untransposed(
  tf: Core,
  kernel: TensorFlow.KernelFunc,
  { inputs, backend, attrs }: Call,
): ReturnType<TensorFlow.KernelFunc> {
  const { transposeA = false, transposeB = false, ...rest } = attrs ?? {};
  const transpose = tf.getKernel(tf.Transpose, BACKEND).kernelFunc;
  const turned: TensorFlow.TensorInfo[] = [];
  const turn = (name: 'a' | 'b', isTransposed: unknown): Inputs => {
    const x = inputs[name];
    if (isTransposed !== true || !x) return {};
    const rank = x.shape.length; // batch axes stay, the last two change places
    const perm = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
    const made = transpose({ inputs: { x }, backend, attrs: { perm } }) as TensorFlow.TensorInfo;
    turned.push(made);
    return { [name]: made };
  };
  const given = { ...inputs, ...turn('a', transposeA), ...turn('b', transposeB) };
  try {
    return kernel({ inputs: given, backend, attrs: { ...rest, transposeA: false, transposeB: false } });
  } finally {
    for (const { dataId } of turned) (backend as TensorFlow.KernelBackend).disposeData(dataId);
  }
}
