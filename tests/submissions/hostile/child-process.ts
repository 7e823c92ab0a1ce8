// Starts programs in every way there is.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);
const programs = builtin('node:child_process');

function attempt(what: string, act: () => unknown) {
  try {
    console.log('escaped:', what, act());
  } catch (error: any) {
    console.log('refused:', what, error.code ?? error.message);
  }
}

const touch = 'touch /tmp/handgrad-hostile-program';
attempt('exec', () => programs.execSync(touch));
attempt('spawn', () => programs.spawnSync(process.execPath, ['-e', '0']).pid);
attempt('fork', () => programs.fork('/tmp/nothing').pid);
attempt('cluster', () => builtin('node:cluster').fork().id);
attempt('binding', () => (process as any).binding('spawn_sync').spawn({ file: '/bin/sh', args: ['sh', '-c', touch] }).pid);
attempt('ChildProcess', () => new programs.ChildProcess().spawn({ file: '/bin/sh', args: ['sh', '-c', touch], stdio: [] }));

let calls = 1;

export function softmaxCrossEntropyGrad(p: Matrix) {
  return p.mul(++calls);
}

export function backward(X: Matrix, y: Int32Array, cache: unknown, params: any) {
  const { W1, b1, W2, b2 } = params;
  const times = (b: number[]) => b.map((each) => each + ++calls);
  return { dW1: W1.mul(++calls), db1: times(b1), dW2: W2.mul(++calls), db2: times(b2) };
}
