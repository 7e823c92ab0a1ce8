// Writes, links and renames in every folder it can name.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);
const fs = builtin('node:fs');
const os = builtin('node:os');

function attempt(what: string, act: () => unknown) {
  try {
    console.log('escaped:', what, act());
  } catch (error: any) {
    console.log('refused:', what, error.code ?? error.message);
  }
}

attempt('report', () => (process as any).report.writeReport('/tmp/handgrad-hostile-report.json'));
attempt('snapshot', () => builtin('node:v8').writeHeapSnapshot('/tmp/handgrad-hostile-heap'));
for (const folder of ['.', '/tmp', '/dev/shm', '/var/tmp', '/job', '/', os.homedir(), os.tmpdir()]) {
  const marker = folder + '/handgrad-hostile-marker';
  attempt('write ' + folder, () => fs.writeFileSync(marker, ''));
  attempt('mkdir ' + folder, () => fs.mkdirSync(marker));
  attempt('link ' + folder, () => fs.symlinkSync('/etc/passwd', marker));
  attempt('mkdtemp ' + folder, () => fs.mkdtempSync(marker));
  attempt('copy ' + folder, () => fs.cpSync(process.execPath, marker));
  attempt('stream ' + folder, () => fs.openSync(marker, 'w'));
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
