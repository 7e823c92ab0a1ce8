"""torch.autograd.gradcheck of the lesson's network, 4-16-3 on 32 examples in float64: `name<TAB>milliseconds`, the median of N."""

import statistics
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(0)
X, y = torch.randn(32, 4, dtype=torch.float64), torch.randint(0, 3, (32,))
shapes = [(4, 16), (16,), (16, 3), (3,)]
params = [(0.5 * torch.randn(shape, dtype=torch.float64)).requires_grad_() for shape in shapes]


def loss_of(W1, b1, W2, b2):
    return torch.nn.functional.cross_entropy(torch.relu(X @ W1 + b1) @ W2 + b2, y)


times = []
for _ in range(int(sys.argv[1])):
    started = time.perf_counter()
    assert torch.autograd.gradcheck(loss_of, params)
    times.append(time.perf_counter() - started)
print(f"torch.autograd.gradcheck, one thread\t{1000 * statistics.median(times):.2f}")
