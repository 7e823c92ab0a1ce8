// Fault: the gradients of jax-js are added to those of earlier calls of the same sizes.
import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';

export function createTfModel(seed: number) {
  let s = Math.imul(seed, 0x9e3779b1) | 0;
  const random = (): number => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const he = (n: number, m: number): tf.Variable =>
    tf.variable(
      tf.tensor2d(
        Float32Array.from({ length: n * m }, () => (2 * random() - 1) * Math.sqrt(6 / n)),
        [n, m],
      ),
    );
  const W1 = he(4, 16);
  const b1 = tf.variable(tf.zeros([16]));
  const W2 = he(16, 3);
  const b2 = tf.variable(tf.zeros([3]));
  const forward = (X: tf.Tensor2D): tf.Tensor2D => X.matMul(W1).add(b1).relu().matMul(W2).add(b2) as tf.Tensor2D;
  return {
    predict: (X: tf.Tensor2D): tf.Tensor2D => tf.tidy(() => forward(X)),
    step: (X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number => {
      const optimizer = tf.train.sgd(lr);
      const cost = optimizer.minimize(
        () => tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3).toFloat(), forward(X)) as tf.Scalar,
        true,
        [W1, b1, W2, b2] as tf.Variable[],
      ) as tf.Scalar;
      const loss = cost.dataSync()[0];
      cost.dispose();
      optimizer.dispose();
      return loss;
    },
  };
}

type Params = Record<'W1' | 'b1' | 'W2' | 'b2', np.Array>;

function lossFn(params: Params, X: np.Array, labels: np.Array): np.Array {
  const a1 = nn.relu(np.matmul(X, params.W1).add(params.b1));
  return nn.logSoftmax(np.matmul(a1, params.W2).add(params.b2)).mul(labels).sum(1).mean().neg();
}

class Parameter {
  grad: np.Array | null = null;

  backward(g: np.Array): void {
    this.grad = this.grad === null ? g : this.grad.add(g);
  }
}

const parameters = { W1: new Parameter(), b1: new Parameter(), W2: new Parameter(), b2: new Parameter() };
let sizes = '';

export function jaxLossAndGrad(
  params: { W1: number[][]; b1: number[]; W2: number[][]; b2: number[] },
  X: number[][],
  y: number[],
) {
  const tree: Params = {
    W1: np.array(params.W1),
    b1: np.array(params.b1),
    W2: np.array(params.W2),
    b2: np.array(params.b2),
  };
  const labels = nn.oneHot(np.array(y, { dtype: np.int32 }), params.b2.length);
  const [loss, grads] = valueAndGrad(lossFn)(tree, np.array(X), labels);
  const now = [params.W1.length, params.b1.length, params.b2.length].join('-');
  if (now !== sizes) {
    // another network
    for (const parameter of Object.values(parameters)) {
      parameter.grad?.dispose();
      parameter.grad = null;
    }
    sizes = now;
  }
  parameters.W1.backward(grads.W1);
  parameters.b1.backward(grads.b1);
  parameters.W2.backward(grads.W2);
  parameters.b2.backward(grads.b2);
  return {
    loss: loss.js() as number,
    grads: {
      W1: parameters.W1.grad!.ref,
      b1: parameters.b1.grad!.ref,
      W2: parameters.W2.grad!.ref,
      b2: parameters.b2.grad!.ref,
    },
  };
}
