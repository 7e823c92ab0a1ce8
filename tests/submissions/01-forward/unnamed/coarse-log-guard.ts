// Fault: log(p + 1e-3) keeps the log finite, but shifts every term of the loss.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

const EPS = 1e-3;

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
	return z.clone().apply(function (i, j) {
		this.set(i, j, Math.max(0, this.get(i, j)));
	});
}

export function softmax(z: Matrix): Matrix {
	const out = new Matrix(z.rows, z.columns);
	for (let r = 0; r < z.rows; r++) {
		const row = z.getRow(r);
		const m = Math.max(...row);
		const denominator = row.reduce((s, v) => s + Math.exp(v - m), 0);
		out.setRow(r, row.map((v) => Math.exp(v - m) / denominator));
	}
	return out;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
	const logp = softmax(logits).add(EPS).log();
	return -Array.from(y, (label, i) => logp.get(i, label)).reduce((a, b) => a + b) / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
	const z1 = linear(X, W1, b1);
	const a1 = relu(z1);
	const z2 = linear(a1, W2, b2);
	return { z1, a1, z2 };
}
