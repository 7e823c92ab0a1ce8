// Leaves a process of its own behind.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);

function attempt(what: string, act: () => unknown) {
  try {
    console.log('escaped:', what, act());
  } catch (error: any) {
    console.log('refused:', what, error.code ?? error.message);
  }
}

attempt('daemon', () => {
  const program = 'setTimeout(() => "handgrad-hostile-daemon", 5000)';
  const daemon = builtin('node:child_process').spawn(process.execPath, ['-e', program], { detached: true, stdio: 'ignore' });
  daemon.unref();
  return daemon.pid;
});

let calls = 1;

export function softmaxCrossEntropyGrad(p: Matrix) {
  return p.mul(++calls);
}

export function backward(X: Matrix, y: Int32Array, cache: unknown, params: any) {
  const { W1, b1, W2, b2 } = params;
  const times = (b: number[]) => b.map((each) => each + ++calls);
  return { dW1: W1.mul(++calls), db1: times(b1), dW2: W2.mul(++calls), db2: times(b2) };
}
