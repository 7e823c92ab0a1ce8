// Fault: y.size does not exist (it is y.length), so the mean is NaN.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
	return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
	const a = z.clone();
	for (let i = 0; i < a.rows; i++) {
		for (let j = 0; j < a.columns; j++) {
			if (a.get(i, j) < 0) a.set(i, j, 0);
		}
	}
	return a;
}

export function softmax(z: Matrix): Matrix {
	const shifted = z.clone();
	shifted.subColumnVector(shifted.max('row'));
	const exps = Matrix.exp(shifted);
	return exps.divColumnVector(exps.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
	const p = softmax(logits);
	let loss = 0;
	for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
	return loss / (y as any).size;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
	const z1 = linear(X, W1, b1);
	const a1 = relu(z1);
	const z2 = linear(a1, W2, b2);
	return { z1, a1, z2 };
}
