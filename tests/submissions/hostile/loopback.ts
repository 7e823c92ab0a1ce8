// Calls a server on this machine.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);

await new Promise<void>((resolve) => {
  const visitor = builtin('node:net').connect(47_291, '127.0.0.1');
  visitor.on('connect', () => {
    console.log('escaped: loopback');
    visitor.destroy();
    resolve();
  });
  visitor.on('error', (error: any) => {
    console.log('refused: loopback', error.code);
    resolve();
  });
});
await fetch('http://127.0.0.1:47291').then(
  () => console.log('escaped: fetch'),
  (error: any) => console.log('refused: fetch', error.cause?.code),
);

let calls = 1;

export function softmaxCrossEntropyGrad(p: Matrix) {
  return p.mul(++calls);
}

export function backward(X: Matrix, y: Int32Array, cache: unknown, params: any) {
  const { W1, b1, W2, b2 } = params;
  const times = (b: number[]) => b.map((each) => each + ++calls);
  return { dW1: W1.mul(++calls), db1: times(b1), dW2: W2.mul(++calls), db2: times(b2) };
}
