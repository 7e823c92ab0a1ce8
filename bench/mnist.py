"""One epoch of 784-256-10 on 55,000 random pictures in PyTorch and in NumPy: `name<TAB>milliseconds`, the fastest of N."""

import sys
import time

import numpy as np

EXAMPLES, PIXELS, HIDDEN, CLASSES, BATCH = 55_000, 784, 256, 10, 128
RATE, DECAY = 0.2, 1e-4


def torch_epochs(count):
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    X, y = torch.rand(EXAMPLES, PIXELS), torch.randint(0, CLASSES, (EXAMPLES,))
    net = torch.nn.Sequential(
        torch.nn.Linear(PIXELS, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, CLASSES)
    )
    sgd = torch.optim.SGD(net.parameters(), lr=RATE, weight_decay=DECAY)
    loss_of = torch.nn.CrossEntropyLoss()
    for _ in range(count):
        started = time.perf_counter()
        order = torch.randperm(EXAMPLES)
        for start in range(0, EXAMPLES, BATCH):
            batch = order[start : start + BATCH]
            sgd.zero_grad()
            loss_of(net(X[batch]), y[batch]).backward()
            sgd.step()
        yield time.perf_counter() - started


def numpy_epochs(count):
    rng = np.random.default_rng(0)
    X, y = rng.random((EXAMPLES, PIXELS), np.float32), rng.integers(0, CLASSES, EXAMPLES)
    he = lambda n, m: rng.standard_normal((n, m), np.float32) * np.float32(np.sqrt(2 / n))
    W1, b1 = he(PIXELS, HIDDEN), np.zeros(HIDDEN, np.float32)
    W2, b2 = he(HIDDEN, CLASSES), np.zeros(CLASSES, np.float32)
    for _ in range(count):
        started = time.perf_counter()
        order = rng.permutation(EXAMPLES)
        for start in range(0, EXAMPLES, BATCH):
            batch = order[start : start + BATCH]
            x, B = X[batch], len(batch)
            z1 = x @ W1 + b1
            a1 = np.maximum(z1, 0)
            z2 = a1 @ W2 + b2
            p = np.exp(z2 - z2.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            p[np.arange(B), y[batch]] -= 1
            dz2 = p / np.float32(B)
            dz1 = (dz2 @ W2.T) * (z1 > 0)
            W2 -= np.float32(RATE) * (a1.T @ dz2 + np.float32(DECAY) * W2)
            b2 -= np.float32(RATE) * dz2.sum(0)
            W1 -= np.float32(RATE) * (x.T @ dz1 + np.float32(DECAY) * W1)
            b1 -= np.float32(RATE) * dz1.sum(0)
        yield time.perf_counter() - started


for name, epochs in {"PyTorch, one thread": torch_epochs, "NumPy, one thread": numpy_epochs}.items():
    try:
        print(f"{name}\t{1000 * min(epochs(int(sys.argv[1]))):.1f}")
    except ImportError:
        pass
