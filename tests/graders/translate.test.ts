import { describe, expect, it } from 'vitest';
import { translate } from '../../graders/support/translate.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';

const UNDEFINED = "Cannot read properties of undefined (reading '0')";
const BACKEND = "Cannot read properties of undefined (reading 'backend')";
const OWN = '\n    at forward (handgrad-submission.js:3:7)\n    at callTarget (/app/child.cjs:9:1)';
const TENSORFLOW = '\n    at t.moveData (/app/child-tfjs.cjs:1:7)\n    at step (handgrad-submission.js:3:7)';

interface Thrown {
  message: string;
  stack: string;
  libraries: string[] | null;
}

describe('an error is translated', () => {
  it.each<[string, Thrown, string]>([
    [
      'of ml-matrix, where the exercise has it',
      { message: UNDEFINED, stack: OWN, libraries: ['ml-matrix'] },
      'mmul does not check',
    ],
    [
      'of ml-matrix, beside another library',
      { message: UNDEFINED, stack: OWN, libraries: ['ml-matrix', '@tensorflow/tfjs'] },
      'mmul',
    ],
    [
      'of an exercise whose libraries are not known',
      { message: UNDEFINED, stack: OWN, libraries: null },
      'mmul',
    ],
    [
      'of TensorFlow.js',
      { message: BACKEND, stack: TENSORFLOW, libraries: ['ml-matrix', '@tensorflow/tfjs'] },
      'memory is gone',
    ],
    [
      'of jax-js',
      { message: 'please use .ref move semantics', stack: OWN, libraries: ['@jax-js/jax'] },
      'write x.ref',
    ],
  ])('%s', (_, thrown, says) => {
    expect(translate(faultOf(thrown))).toContain(says);
  });
});

describe('an error is left as it is', () => {
  it.each<[string, Thrown]>([
    [
      'where there is no ml-matrix',
      { message: UNDEFINED, stack: OWN, libraries: ['@tensorflow/tfjs', '@jax-js/jax'] },
    ],
    [
      'inside TensorFlow.js',
      { message: UNDEFINED, stack: TENSORFLOW, libraries: ['ml-matrix', '@tensorflow/tfjs'] },
    ],
    ['that nothing is known of', { message: 'no luck', stack: OWN, libraries: ['ml-matrix'] }],
  ])('%s', (_, thrown) => {
    expect(translate(faultOf(thrown))).toBe('');
  });
});

function faultOf({ message, stack, libraries }: Thrown): StudentFault {
  const fault = StudentFault.threw({ name: 'TypeError', message, stack: `TypeError: ${message}${stack}` });
  fault.libraries = libraries;
  return fault;
}
