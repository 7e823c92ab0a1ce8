// Fault: the array of one-hot labels is kept from batch to batch of a size, and never cleared.
import { Matrix } from 'ml-matrix';

export interface Params {
	W1: Matrix; // (in, h)
	b1: number[];
	W2: Matrix; // (h, out)
	b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

let oneHot: Matrix | null = null;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
	if (oneHot === null || oneHot.rows !== p.rows || oneHot.columns !== p.columns) oneHot = Matrix.zeros(p.rows, p.columns);
	for (let i = 0; i < y.length; i++) oneHot.set(i, y[i], 1);
	return Matrix.sub(p, oneHot).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
	const dz2 = softmaxCrossEntropyGrad(cache.p, y);
	const dW2 = cache.a1.transpose().mmul(dz2);
	const db2 = dz2.sum('column');
	const da1 = dz2.mmul(params.W2.transpose());
	const dz1 = da1.clone().apply(function (i, j) {
		this.set(i, j, cache.z1.get(i, j) > 0 ? this.get(i, j) : 0);
	});
	const dW1 = X.transpose().mmul(dz1);
	const db1 = dz1.sum('column');
	return { dW1, db1, dW2, db2 };
}
