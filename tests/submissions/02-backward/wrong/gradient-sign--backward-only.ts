// Fault: backward returns the directions to step in, minus the gradients; softmaxCrossEntropyGrad is right.
import { Matrix } from 'ml-matrix';

type Cache = Record<'z1' | 'a1' | 'p', Matrix>;
interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
	const d = p.clone();
	for (let i = 0; i < d.rows; i++) {
		d.set(i, y[i], d.get(i, y[i]) - 1);
		d.mulRow(i, 1 / d.rows);
	}
	return d;
}

const negate = (v: number[]) => v.map((g) => -g);

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
	const dz2 = softmaxCrossEntropyGrad(cache.p, y);
	const da1 = dz2.mmul(params.W2.transpose());
	const dz1 = Matrix.mul(da1, new Matrix(cache.z1.to2DArray().map((r) => r.map((z) => Number(z > 0)))));
	return {
		dW1: X.transpose().mmul(dz1).neg(),
		db1: negate(dz1.sum('column')),
		dW2: cache.a1.transpose().mmul(dz2).neg(),
		db2: negate(dz2.sum('column')),
	};
}
