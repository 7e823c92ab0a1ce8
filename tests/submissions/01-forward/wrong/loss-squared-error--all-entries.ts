// Fault: the mean squared error of p over all B*C entries instead of the cross-entropy.
import { Matrix } from 'ml-matrix';

export interface Params {
	W1: Matrix;
	b1: number[];
	W2: Matrix;
	b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
	return new Matrix(X.mmul(W).to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): Matrix {
	return z.clone().apply(function (i, j) {
		this.set(i, j, Math.max(0, this.get(i, j)));
	});
}

export function softmax(z: Matrix): Matrix {
	const p = z.clone();
	for (let i = 0; i < p.rows; i++) {
		const top = p.maxRow(i);
		let sum = 0;
		for (let j = 0; j < p.columns; j++) {
			const e = Math.exp(z.get(i, j) - top);
			p.set(i, j, e);
			sum += e;
		}
		for (let j = 0; j < p.columns; j++) p.set(i, j, p.get(i, j) / sum);
	}
	return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
	const target = Matrix.zeros(logits.rows, logits.columns);
	y.forEach((c, i) => target.set(i, c, 1));
	const diff = Matrix.sub(softmax(logits), target);
	return diff.pow(2).mean();
}

export function forward(X: Matrix, p: Params) {
	const hidden = linear(X, p.W1, p.b1);
	const active = relu(hidden);
	const logits = linear(active, p.W2, p.b2);
	return { z1: hidden, a1: active, z2: logits };
}
