"""01-forward in NumPy: a right submission for Otter."""

import numpy as np


def linear(X, W, b):
    return X @ W + b


def relu(z):
    return np.maximum(z, 0)


def softmax(z):
    exps = np.exp(z - z.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


def cross_entropy(logits, y):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    return (log_sums - shifted[np.arange(len(y)), y]).mean()


def forward(X, params):
    z1 = linear(X, params["W1"], params["b1"])
    a1 = relu(z1)
    return {"z1": z1, "a1": a1, "z2": linear(a1, params["W2"], params["b2"])}
