// Right: tf.layers with fit, a regularizer in the loss, the curves from callbacks

import * as tf from '@tensorflow/tfjs';

interface Split { images: Uint8Array; labels: Uint8Array; count: number }
interface Weights { W1: Float32Array; b1: Float32Array; W2: Float32Array; b2: Float32Array }
interface Options {
  epochs: number; batchSize: number; hidden: number; lr: number; weightDecay: number; seed: number;
  onStep?: (step: number, loss: number) => void;
}

const tensors = ({ images, labels, count }: Split) => ({
  X: tf.tidy(() => tf.tensor2d(Float32Array.from(images), [count, 784]).div(255)) as tf.Tensor2D,
  y: tf.tidy(() => tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), 10).toFloat()),
});

export async function train(trainSet: Split, valSet: Split, options: Options) {
  const { epochs, batchSize, hidden, lr, weightDecay, seed, onStep } = options;
  const l2 = weightDecay > 0 ? { kernelRegularizer: tf.regularizers.l2({ l2: weightDecay }) } : {};
  const start = (offset: number) => tf.initializers.heNormal({ seed: seed + offset });
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [784], units: hidden, activation: 'relu', kernelInitializer: start(0), ...l2 }));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: start(1), ...l2 }));
  model.compile({ optimizer: tf.train.sgd(lr), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const history = { step: [] as number[], trainLoss: [] as number[], valStep: [] as number[], valLoss: [] as number[], valAccuracy: [] as number[] };
  const [of, val] = [tensors(trainSet), tensors(valSet)];
  await model.fit(of.X, of.y, {
    epochs,
    batchSize,
    shuffle: true,
    verbose: 0,
    validationData: [val.X, val.y],
    yieldEvery: 'never',
    callbacks: {
      onBatchEnd: (_batch: number, logs?: tf.Logs) => {
        onStep?.(history.step.length + 1, logs!.loss!);
        history.trainLoss.push(logs!.loss!);
        history.step.push(history.step.length + 1);
      },
      onEpochEnd: (_epoch: number, logs?: tf.Logs) => {
        history.valStep.push(history.step.length);
        history.valLoss.push(logs!.val_loss!);
        history.valAccuracy.push(logs!.val_acc!);
      },
    },
  });
  const [W1, b1, W2, b2] = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
  tf.dispose([of, val]);
  return { weights: { W1: W1!, b1: b1!, W2: W2!, b2: b2! }, history };
}

export function predict(images: Uint8Array, count: number, { W1, b1, W2, b2 }: Weights): Uint8Array {
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [784], units: b1.length, activation: 'relu' }));
  model.add(tf.layers.dense({ units: 10 }));
  model.setWeights([tf.tensor2d(W1, [784, b1.length]), tf.tensor1d(b1), tf.tensor2d(W2, [b1.length, 10]), tf.tensor1d(b2)]);
  return tf.tidy(() => {
    const X = tf.tensor2d(Float32Array.from(images, (pixel) => pixel / 255), [count, 784]);
    return Uint8Array.from((model.predict(X) as tf.Tensor).argMax(1).dataSync());
  });
}
