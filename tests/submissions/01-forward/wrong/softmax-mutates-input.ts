// Fault: subColumnVector, exp and divColumnVector all work in place on the caller's logits.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
	return new Matrix(X.mmul(W).to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): Matrix {
	return z.clone().apply(function (i, j) {
		this.set(i, j, Math.max(0, this.get(i, j)));
	});
}

export function softmax(z: Matrix): Matrix {
	z.subColumnVector(z.max('row'));
	z.exp();
	z.divColumnVector(z.sum('row'));
	return z;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
	const p = softmax(logits.clone());
	let loss = 0;
	for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
	return loss / y.length;
}

export function forward(X: Matrix, p: Params) {
	const hidden = linear(X, p.W1, p.b1);
	const active = relu(hidden);
	const logits = linear(active, p.W2, p.b2);
	return { z1: hidden, a1: active, z2: logits };
}
