// Sends a datagram to this machine.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);

await new Promise<void>((resolve) => {
  const socket = builtin('node:dgram').createSocket('udp4');
  const done = (error: any) => {
    console.log(error ? 'refused: datagram ' + error.code : 'sent: datagram');
    socket.close();
    resolve();
  };
  socket.on('error', done);
  socket.send('handgrad-hostile', 47_291, '127.0.0.1', done);
}).catch((error: any) => console.log('refused: datagram', error.code));

let calls = 1;

export function softmaxCrossEntropyGrad(p: Matrix) {
  return p.mul(++calls);
}

export function backward(X: Matrix, y: Int32Array, cache: unknown, params: any) {
  const { W1, b1, W2, b2 } = params;
  const times = (b: number[]) => b.map((each) => each + ++calls);
  return { dW1: W1.mul(++calls), db1: times(b1), dW2: W2.mul(++calls), db2: times(b2) };
}
