// Fault: a helper packs the cache by position and is called with a1 first.
import { Matrix } from 'ml-matrix';

export interface Params {
	W1: Matrix;
	b1: number[];
	W2: Matrix;
	b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
	return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
	const out = Matrix.zeros(z.rows, z.columns);
	for (const [i, j, v] of z.entries()) {
		if (v > 0) out.set(i, j, v);
	}
	return out;
}

export function softmax(z: Matrix): Matrix {
	const p = z.clone();
	for (let i = 0; i < p.rows; i++) {
		const m = p.maxRow(i);
		const e = p.getRow(i).map((v) => Math.exp(v - m));
		const s = e.reduce((a, b) => a + b, 0);
		p.setRow(i, e.map((v) => v / s));
	}
	return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
	const m = logits.max('row');
	const lse = Matrix.exp(logits.clone().subColumnVector(m)).sum('row').map((s, i) => Math.log(s) + m[i]);
	return lse.reduce((sum, l, i) => sum + (l - logits.get(i, y[i])), 0) / y.length;
}

const cache = (z1: Matrix, a1: Matrix, z2: Matrix) => ({ z1, a1, z2 });

export function forward(X: Matrix, params: Params) {
	const pre = linear(X, params.W1, params.b1);
	const post = relu(pre);
	return cache(post, pre, linear(post, params.W2, params.b2));
}
