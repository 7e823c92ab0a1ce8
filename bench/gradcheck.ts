// A full numeric check of the lesson's 131 parameters (4-16-3, B = 32): central differences of our float64 loss against
// torch.autograd.gradcheck in float64, where Python has it.

import { drawClusters, BLOBS } from '../reference/datasets/clusters.ts';
import { forward, lossAndGrads, named } from '../reference/float64/mlp.ts';
import { crossEntropy } from '../reference/float64/softmax.ts';
import { agrees } from '../reference/gradientCheck.ts';
import { map, matrix, vector, type NdArray } from '../reference/ndarray.ts';
import { slopes } from '../graders/support/numericCheck.ts';
import { normal, stream } from '../graders/support/random.ts';
import { NO_PYTORCH, pythonTimes, row } from './peer.ts';

const REPEATS = 21; // the median counts

/** Lines for the terminal: milliseconds a full check. */
export async function gradcheck(): Promise<string[]> {
  const python = await pythonTimes('gradcheck.py', [String(REPEATS)]);
  const [peer] = python.values();
  const lines = [...python].map(([name, ms]) => row(name, ms, peer));
  if (peer === undefined) lines.push(NO_PYTORCH);
  return [...lines, row('ours: 131 parameters by central differences, compared', await medianCheck(), peer)];
}

async function medianCheck(): Promise<number> {
  const rng = stream(1, 'gradcheck');
  const draw = (array: NdArray, scale: number) => map(array, () => scale * normal(rng));
  const { X, y } = drawClusters(BLOBS, 32, () => normal(rng));
  const params = {
    W1: draw(matrix(4, 16), 0.7),
    b1: draw(vector(new Float64Array(16)), 0.1),
    W2: draw(matrix(16, 3), 0.35),
    b2: draw(vector(new Float64Array(3)), 0.1),
  };
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const started = performance.now();
    const { grads } = lossAndGrads('relu', X, y, params);
    const numeric = await slopes(params, (at) => {
      const { z1, z2 } = forward('relu', X, at);
      if (!z1 || !z2) throw new Error('a forward pass without z1 and z2');
      return { loss: crossEntropy(z2, y), signs: Array.from(z1.data, (z) => z > 0) };
    });
    for (const [name, { data }] of Object.entries(numeric)) {
      const analytic = named(grads, name).data;
      if (!data.every((slope, i) => agrees(analytic[i] ?? Number.NaN, slope)))
        throw new Error(`${name} is not the slope of the loss`);
    }
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(REPEATS / 2)] ?? Number.NaN;
}
