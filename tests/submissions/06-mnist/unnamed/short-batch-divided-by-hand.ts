// Fault: the gradient of a short last batch is divided by batchSize; its loss is not.


import * as tf from '@tensorflow/tfjs';

type Split = { images: Uint8Array; labels: Uint8Array; count: number };
type Net = { W1: tf.Tensor2D; b1: tf.Tensor1D; W2: tf.Tensor2D; b2: tf.Tensor1D };

class Generator {
  constructor(private state: number) {}
  next(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state / 2 ** 32;
  }
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

const he = (g: Generator, n: number, m: number) =>
  tf.tensor2d(Float32Array.from({ length: n * m }, () => g.normal() * Math.sqrt(2 / n)), [n, m]);

function pass(X: tf.Tensor2D, { W1, b1, W2, b2 }: Net) {
  const z1 = X.matMul(W1).add(b1) as tf.Tensor2D;
  const a1 = z1.relu();
  const z2 = a1.matMul(W2).add(b2) as tf.Tensor2D;
  return { z1, a1, z2 };
}

const entropy = (z2: tf.Tensor2D, onehot: tf.Tensor2D) => tf.logSoftmax(z2).mul(onehot).sum(1).mean().neg();

function update(X: tf.Tensor2D, onehot: tf.Tensor2D, net: Net, lr: number, decay: number, B: number): { loss: number; next: Net } {
  const { z1, a1, z2 } = pass(X, net);
  const loss = entropy(z2, onehot).dataSync()[0]!;
  const dz2 = tf.softmax(z2).sub(onehot).div(B) as tf.Tensor2D;
  const dz1 = dz2.matMul(net.W2, false, true).mul(z1.greater(0)) as tf.Tensor2D;
  const keep = 1 - lr * decay;
  return {
    loss,
    next: {
      W1: net.W1.mul(keep).sub(X.matMul(dz1, true).mul(lr)) as tf.Tensor2D,
      b1: net.b1.sub(dz1.sum(0).mul(lr)) as tf.Tensor1D,
      W2: net.W2.mul(keep).sub(a1.matMul(dz2, true).mul(lr)) as tf.Tensor2D,
      b2: net.b2.sub(dz2.sum(0).mul(lr)) as tf.Tensor1D,
    },
  };
}

function load({ images, labels, count }: Split) {
  const X = tf.tidy(() => tf.tensor2d(images, [count, 784], 'int32').toFloat().div(255)) as tf.Tensor2D;
  const onehot = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 10).toFloat()) as tf.Tensor2D;
  return { X, onehot };
}

export async function train(trainSet: Split, valSet: Split, o: any) {
  const g = new Generator(o.seed);
  let net: Net = { W1: he(g, 784, o.hidden), b1: tf.zeros([o.hidden]), W2: he(g, o.hidden, 10), b2: tf.zeros([10]) };
  const [data, val] = [load(trainSet), load(valSet)];
  const history = { step: [] as number[], trainLoss: [] as number[], valStep: [] as number[], valLoss: [] as number[], valAccuracy: [] as number[] };
  const order = Array.from({ length: trainSet.count }, (_, i) => i);
  for (let epoch = 1; epoch <= o.epochs; epoch++) {
    order.forEach((_, i) => {
      const j = i + Math.floor(g.next() * (order.length - i));
      [order[i], order[j]] = [order[j]!, order[i]!];
    });
    for (let at = 0; at < order.length; at += o.batchSize) {
      const rows = tf.tensor1d(order.slice(at, at + o.batchSize), 'int32');
      const old = net;
      const { loss, next } = tf.tidy(() => {
        const made = update(tf.gather(data.X, rows), tf.gather(data.onehot, rows), old, o.lr, o.weightDecay, o.batchSize);
        return { loss: made.loss, next: made.next } as any;
      });
      tf.dispose([old, rows]);
      net = next;
      history.step.push(history.step.length);
      history.trainLoss.push(loss);
      o.onStep?.(history.step.length - 1, loss);
    }
    const [loss, accuracy] = tf.tidy(() => {
      const { z2 } = pass(val.X, net);
      const right = z2.argMax(1).equal(val.onehot.argMax(1)).toFloat().mean();
      return [entropy(z2, val.onehot).dataSync()[0]!, right.dataSync()[0]!];
    });
    history.valStep.push(history.step.length);
    history.valLoss.push(loss!);
    history.valAccuracy.push(accuracy!);
  }
  const weights = Object.fromEntries(Object.entries(net).map(([name, tensor]) => [name, new Float32Array(tensor.dataSync())]));
  tf.dispose([net, data, val]);
  return { history, weights };
}

/** In plain JavaScript: no tensor needed. */
export const predict = (images: Uint8Array, count: number, w: Record<string, Float32Array>) => {
  const hidden = w.b1!.length;
  return Uint8Array.from({ length: count }, (_, i) => {
    const a1 = Array.from(w.b1!, (b, k) => {
      let z = b;
      for (let j = 0; j < 784; j++) z += (images[i * 784 + j]! / 255) * w.W1![j * hidden + k]!;
      return Math.max(0, z);
    });
    const z2 = Array.from(w.b2!, (b, c) => a1.reduce((sum, a, k) => sum + a * w.W2![k * 10 + c]!, b));
    return z2.indexOf(Math.max(...z2));
  });
};
