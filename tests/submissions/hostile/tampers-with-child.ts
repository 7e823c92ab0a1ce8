// Changes the files that the next process of its own would start from.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);
const fs = builtin('node:fs');

function attempt(what: string, act: () => unknown) {
  try {
    console.log('escaped:', what, act());
  } catch (error: any) {
    console.log('refused:', what, error.code ?? error.message);
  }
}

const child = process.argv[1] ?? '/job/child.cjs';
for (const file of [child, process.execPath]) {
  attempt('append ' + file, () => fs.appendFileSync(file, ''));
  attempt('truncate ' + file, () => fs.truncateSync(file, fs.statSync(file).size));
  attempt('chmod ' + file, () => fs.chmodSync(file, 0o777));
  attempt('rename ' + file, () => fs.renameSync(file, file + '.handgrad-hostile'));
}

let calls = 1;

export function softmaxCrossEntropyGrad(p: Matrix) {
  return p.mul(++calls);
}

export function backward(X: Matrix, y: Int32Array, cache: unknown, params: any) {
  const { W1, b1, W2, b2 } = params;
  const times = (b: number[]) => b.map((each) => each + ++calls);
  return { dW1: W1.mul(++calls), db1: times(b1), dW2: W2.mul(++calls), db2: times(b2) };
}
