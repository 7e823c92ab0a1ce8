// Brings a configuration of its own, by which an import would mean the solution.

export { softmaxCrossEntropyGrad, backward } from '#solution';
export { linear } from 'handgrad/01-forward';
