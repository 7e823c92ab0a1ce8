import { describe, expect, it } from 'vitest';
import { translate } from '../../graders/support/translate.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';

const UNDEFINED = "Cannot read properties of undefined (reading '0')";
const BACKEND = "Cannot read properties of undefined (reading 'backend')";
const OWN = '\n    at forward (handgrad-submission.js:3:7)\n    at callTarget (/app/child.cjs:9:1)';
const TENSORFLOW = '\n    at t.moveData (/app/child-tfjs.cjs:1:7)\n    at step (handgrad-submission.js:3:7)';

describe('an error is translated', () => {
  it.each<[string, string, string, string[] | null, string]>([
    ['of ml-matrix, where the exercise has it', UNDEFINED, OWN, ['ml-matrix'], 'mmul does not check'],
    ['of ml-matrix, beside another library', UNDEFINED, OWN, ['ml-matrix', '@tensorflow/tfjs'], 'mmul'],
    ['of an exercise whose libraries are not known', UNDEFINED, OWN, null, 'mmul'],
    ['of TensorFlow.js', BACKEND, TENSORFLOW, ['ml-matrix', '@tensorflow/tfjs'], 'memory is gone'],
    ['of jax-js', 'please use .ref move semantics', OWN, ['@jax-js/jax'], 'write x.ref'],
  ])('%s', (_, message, stack, libraries, says) => {
    expect(translate(faultOf(message, stack, libraries))).toContain(says);
  });
});

describe('an error is left as it is', () => {
  it.each<[string, string, string, string[]]>([
    ['where there is no ml-matrix', UNDEFINED, OWN, ['@tensorflow/tfjs', '@jax-js/jax']],
    ['inside TensorFlow.js', UNDEFINED, TENSORFLOW, ['ml-matrix', '@tensorflow/tfjs']],
    ['that nothing is known of', 'no luck', OWN, ['ml-matrix']],
  ])('%s', (_, message, stack, libraries) => {
    expect(translate(faultOf(message, stack, libraries))).toBe('');
  });
});

function faultOf(message: string, stack: string, libraries: string[] | null): StudentFault {
  const fault = StudentFault.threw({ name: 'TypeError', message, stack: `TypeError: ${message}${stack}` });
  fault.libraries = libraries;
  return fault;
}
