// Puts markup and templates into its messages.

import { Matrix } from 'ml-matrix';

console.log('</pre><script>handgrad_hostile()</script>');

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: any, params: any) {
  throw new Error('</pre><script>handgrad_hostile()</script> {{{output}}} ]]> <img src=x onerror=handgrad_hostile()>');
}
