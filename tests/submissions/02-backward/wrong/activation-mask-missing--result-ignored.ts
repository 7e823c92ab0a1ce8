// Fault: Matrix.mul(da1, mask) gives a new matrix, and the old one is used further.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache {
	z1: Matrix;
	a1: Matrix;
	p: Matrix;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
	const oneHot = Matrix.zeros(p.rows, p.columns);
	Array.from(y).forEach((label, row) => oneHot.set(row, label, 1));
	return Matrix.sub(p, oneHot).mul(1 / y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
	const mask = new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0))));
	const dz2 = softmaxCrossEntropyGrad(cache.p, y);
	const dz1 = dz2.mmul(params.W2.transpose());
	Matrix.mul(dz1, mask);
	return {
		dW1: X.transpose().mmul(dz1),
		db1: dz1.sum('column'),
		dW2: cache.a1.transpose().mmul(dz2),
		db2: dz2.sum('column'),
	};
}
