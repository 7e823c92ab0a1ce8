// Fault: db1 and db2 are [[...]], one row in an array of arrays.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache {
	z1: Matrix;
	a1: Matrix;
	p: Matrix;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
	const dz2 = p.clone();
	for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
	return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
	const ones = Matrix.ones(1, X.rows);
	const dz2 = softmaxCrossEntropyGrad(cache.p, y);
	const dz1 = dz2.mmul(params.W2.transpose());
	dz1.apply((i, j) => {
		if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
	});
	return {
		dW1: X.transpose().mmul(dz1),
		db1: ones.mmul(dz1).to2DArray(),
		dW2: cache.a1.transpose().mmul(dz2),
		db2: ones.mmul(dz2).to2DArray(),
	};
}
