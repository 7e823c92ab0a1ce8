// Exercise 07: five symptoms, five bugs, which belongs to which, and what networks trained with those bugs were seen to do.

/** The symptoms in the order of the lesson. */
export const SYMPTOMS = {
  'nan-after-step-1': 'the loss is NaN after step 1',
  'constant-loss': 'the loss is constant for 1000 steps',
  'val-accuracy-10-percent': 'the training loss falls, but validation accuracy is 10 %',
  'train-99-val-60': 'training accuracy is 99 %, validation accuracy 60 %',
  'initial-loss-50': 'the loss starts at about 50 instead of 2.30',
};
export type Symptom = keyof typeof SYMPTOMS;

export const KEY: Record<Symptom, Letter> = {
  'nan-after-step-1': 'b',
  'constant-loss': 'c',
  'val-accuracy-10-percent': 'e',
  'train-99-val-60': 'a',
  'initial-loss-50': 'd',
};

/** The two rows whose letters hold only by elimination. */
export const EXCHANGEABLE: [Symptom, Symptom] = ['val-accuracy-10-percent', 'train-99-val-60'];

export type Letter = keyof typeof BUGS;

/** What each bug is, and what was measured with it: reference/curves/make.ts trained the networks. */
export const BUGS = {
  a: {
    name: 'gradients never set back to zero',
    measured:
      'Accumulated gradients act like momentum without friction: both accuracies climb, then sag together, ' +
      'training 0.91 at most and validation 0.88.',
  },
  b: {
    name: 'lr = 100',
    measured:
      'With a softmax that takes exp of the raw logits the loss is NaN right after the first update. With a stable softmax ' +
      'it stays a number: about 3,000 after one update, then up to 6 billion, and from the sixth update on near 50, with one spike.',
  },
  c: {
    name: 'lr = 1e-9',
    measured: 'For 1000 steps the loss stays where it began, 2.4 to 2.6: what moves is the mini-batch alone.',
  },
  d: {
    name: 'weights not scaled by sqrt(2/n)',
    measured:
      'The first loss is 195, against 2.4 with scaled weights, and after an epoch it is still near 10.',
  },
  e: {
    name: 'a data set in the order of its classes',
    measured:
      'Every batch holds one digit, which the network knows at once and then forgets: nearly 100 % on the batch, and on ' +
      'validation 8 to 27 % during the first epoch and 9 % at its end; the next two climb to 47 % and fall back to 28 %.',
  },
};

/** Where a network with the bug of the key does not do what the symptom says. */
export const DIFFERENCES: Record<Symptom, string> = {
  'nan-after-step-1':
    'The symptom as worded needs the unguarded softmax; a fused, stable loss gives huge numbers instead.',
  'constant-loss':
    'The curve fits the symptom, but for the noise of the batches. All-zero weights or dead units would look alike, at log 10.',
  'val-accuracy-10-percent':
    'The symptom fits only a data set sorted by class, and the first epoch; MNIST as its files have it is mixed already, and not to ' +
    'shuffle it does no harm.',
  'train-99-val-60':
    'The symptom is not seen: there is no gap between the two lines. 99 % against 60 % is overfitting, which none of ' +
    'the five bugs causes; the letter is what is left when the other four are placed.',
  'initial-loss-50':
    'The curve starts higher than the symptom says: 195 with 256 hidden units. Pixels of 0 to 255 would start high as well.',
};

/** Why the two exchanged earn half. */
export const EXCHANGED =
  'Half of the points: this letter and that of the other of the two rows are exchanged. Both rows hold only by elimination. A data set that is not ' +
  'shuffled before it is split can give such a gap, so the exchange can be argued for one row; but accumulated gradients were never seen to ' +
  'leave validation at 10 % while training improves, and batches sorted by class were.';
