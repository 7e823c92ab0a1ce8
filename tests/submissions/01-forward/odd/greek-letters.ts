// Odd: identifiers beyond ASCII, emoji in comments, tabs. 🧠
import { Matrix } from 'ml-matrix';

type Paramètres = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

const ε = 1e-12;
const Σ = (v: number[]) => v.reduce((α, β) => α + β, 0);
const größte = (v: number[]) => Math.max(...v);

const σ = (z: Matrix): Matrix =>
	new Matrix(z.to2DArray().map((ζ) => {
		const ê = ζ.map((v) => Math.exp(v - größte(ζ))); // never overflows 👍
		return ê.map((v) => v / Σ(ê));
	}));

export const linear = (X: Matrix, W: Matrix, b: number[]) => X.mmul(W).addRowVector(b);
export const relu = (z: Matrix) => Matrix.max(z, Matrix.zeros(z.rows, z.columns));
export { σ as softmax };

export const crossEntropy = (logits: Matrix, y: Int32Array) => {
	const π = σ(logits);
	return -Σ(Array.from(y, (ŷ, i) => Math.log(π.get(i, ŷ) + ε))) / y.length;
};

export const forward = (X: Matrix, θ: Paramètres) => {
	const z1 = linear(X, θ.W1, θ.b1);
	const a1 = relu(z1);
	return { z1, a1, z2: linear(a1, θ.W2, θ.b2) };
};
