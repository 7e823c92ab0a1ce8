// Loads native code.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);

function attempt(what: string, act: () => unknown) {
  try {
    console.log('escaped:', what, act());
  } catch (error: any) {
    console.log('refused:', what, error.code ?? error.message);
  }
}

attempt('dlopen', () => (process as any).dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6'));
attempt('extension', () => builtin('node:module')._extensions['.node']({ exports: {} }, '/tmp/handgrad-hostile.node'));

let calls = 1;

export function softmaxCrossEntropyGrad(p: Matrix) {
  return p.mul(++calls);
}

export function backward(X: Matrix, y: Int32Array, cache: unknown, params: any) {
  const { W1, b1, W2, b2 } = params;
  const times = (b: number[]) => b.map((each) => each + ++calls);
  return { dW1: W1.mul(++calls), db1: times(b1), dW2: W2.mul(++calls), db2: times(b2) };
}
