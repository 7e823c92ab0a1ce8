// Right: all parameters lie in one Float64Array, and W1 to b3 are getters of a class.
import { Matrix } from 'ml-matrix';

type Rng = () => number;

export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

class Theta {
  readonly flat: Float64Array;
  readonly starts: number[] = [];
  constructor(
    readonly dims: number[],
    flat?: Float64Array,
  ) {
    let size = 0;
    for (let l = 1; l < dims.length; l++) {
      this.starts.push(size);
      size += (dims[l - 1] + 1) * dims[l]; // the weights, then the biases
    }
    this.flat = flat ?? new Float64Array(size);
  }
  private weights(l: number): Matrix {
    const [r, c] = [this.dims[l], this.dims[l + 1]];
    return Matrix.from1DArray(r, c, Array.from(this.flat.subarray(this.starts[l], this.starts[l] + r * c)));
  }
  private biases(l: number): Float64Array {
    const from = this.starts[l] + this.dims[l] * this.dims[l + 1];
    return this.flat.subarray(from, from + this.dims[l + 1]);
  }
  get W1() {
    return this.weights(0);
  }
  get b1() {
    return this.biases(0);
  }
  get W2() {
    return this.weights(1);
  }
  get b2() {
    return this.biases(1);
  }
  get W3() {
    return this.weights(2);
  }
  get b3() {
    return this.biases(2);
  }
}

export function initParams(rng: Rng, dims: [number, number, number, number]): Theta {
  const theta = new Theta([...dims]);
  theta.starts.forEach((start, l) => {
    for (let k = 0; k < dims[l] * dims[l + 1]; k++) theta.flat[start + k] = normal(rng) * Math.sqrt(2 / dims[l]);
  });
  return theta;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export function forward(X: Matrix, params: any) {
  const relu = (z: Matrix) => Matrix.max(z, Matrix.zeros(z.rows, z.columns));
  const z1 = once(() => X.mmul(params.W1).addRowVector(params.b1));
  const a1 = once(() => relu(z1()));
  const z2 = once(() => a1().mmul(params.W2).addRowVector(params.b2));
  const a2 = once(() => relu(z2()));
  const z3 = once(() => a2().mmul(params.W3).addRowVector(params.b3));
  return {
    get z1() {
      return z1();
    },
    get a1() {
      return a1();
    },
    get z2() {
      return z2();
    },
    get a2() {
      return a2();
    },
    get z3() {
      return z3();
    },
  };
}

export function backward(X: Matrix, y: Int32Array, cache: any, params: any) {
  const dz3 = once(() => {
    const d: Matrix = cache.p.clone();
    y.forEach((label, i) => d.set(i, label, d.get(i, label) - 1));
    return d.div(y.length);
  });
  const gate = (da: Matrix, z: Matrix) => {
    for (let i = 0; i < da.rows; i++) for (let j = 0; j < da.columns; j++) if (z.get(i, j) <= 0) da.set(i, j, 0);
    return da;
  };
  const dz2 = once(() => gate(dz3().mmul(params.W3.transpose()), cache.z2));
  const dz1 = once(() => gate(dz2().mmul(params.W2.transpose()), cache.z1));
  const outer = (a: Matrix, d: Matrix) => a.transpose().mmul(d);
  // evaluated here, in the order in which anyone would read them on paper
  return {
    dW3: outer(cache.a2, dz3()),
    db3: dz3().sum('column'),
    dW2: outer(cache.a1, dz2()),
    db2: dz2().sum('column'),
    dW1: outer(X, dz1()),
    db1: dz1().sum('column'),
  };
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: any) {
  let C = 0;
  for (const label of y) C = Math.max(C, label + 1);
  const theta = initParams(rng, [X.columns, ...(hidden as [number, number]), C]);
  const losses: number[] = [];
  const bag: number[] = [];
  for (let step = 0; step < steps; step++) {
    const rows: number[] = [];
    while (rows.length < batchSize) {
      if (bag.length === 0) {
        for (let i = 0; i < X.rows; i++) bag.push(i);
      }
      // draw from the bag until it is empty, then fill it again
      const k = Math.floor(rng() * bag.length);
      rows.push(bag[k]);
      bag[k] = bag[bag.length - 1];
      bag.pop();
    }
    const Xb = new Matrix(rows.map((r) => X.getRow(r)));
    const yb = Int32Array.from(rows, (r) => y[r]);
    const seen = forward(Xb, theta);
    const p = seen.z3.clone();
    let loss = 0;
    for (let i = 0; i < p.rows; i++) {
      const z = p.getRow(i);
      const top = Math.max(...z);
      const lse = top + Math.log(z.reduce((s, v) => s + Math.exp(v - top), 0));
      loss += lse - z[yb[i]];
      p.setRow(i, z.map((v) => Math.exp(v - lse)));
    }
    loss /= p.rows;
    losses.push(loss);
    onStep?.(step, loss);
    const { z1, a1, z2, a2 } = seen;
    const g: any = backward(Xb, yb, { z1, a1, z2, a2, p }, theta);
    const flatGradient = [1, 2, 3].flatMap((l) => [...g[`dW${l}`].to1DArray(), ...g[`db${l}`]]);
    flatGradient.forEach((d, k) => (theta.flat[k] -= lr * d));
  }
  const { z3 } = forward(X, theta);
  let right = 0;
  for (let i = 0; i < X.rows; i++) right += z3.maxRowIndex(i)[1] === y[i] ? 1 : 0;
  return { params: theta, losses, accuracy: [right / X.rows] };
}
