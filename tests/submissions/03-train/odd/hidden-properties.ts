// Right: the parameters are properties that no loop sees, losses a matrix of one row.
import { Matrix } from 'ml-matrix';

type Rng = () => number;

interface JavaIterator<T> {
  hasNext(): boolean;
  next(): T;
}

class ParamsImpl {
  declare readonly W1: Matrix;
  declare readonly b1: number[];
  declare readonly W2: Matrix;
  declare readonly b2: number[];

  public constructor(W1: Matrix, b1: number[], W2: Matrix, b2: number[]) {
    Object.defineProperty(this, 'W1', { value: W1, writable: false, enumerable: false });
    Object.defineProperty(this, 'b1', { value: b1, writable: false, enumerable: false });
    Object.defineProperty(this, 'W2', { value: W2, writable: false, enumerable: false });
    Object.defineProperty(this, 'b2', { value: b2, writable: false, enumerable: false });
  }

  public toString(): string {
    return 'Params[' + this.W1.rows + ', ' + this.W1.columns + ', ' + this.W2.columns + ']';
  }
}

class RandomGaussian {
  private readonly rng: Rng;

  public constructor(rng: Rng) {
    this.rng = rng;
  }

  public nextGaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.rng())) * Math.cos(2 * Math.PI * this.rng());
  }

  public nextMatrix(rows: number, columns: number, deviation: number): Matrix {
    const result: Matrix = new Matrix(rows, columns);
    for (let j: number = 0; j < columns; j++) {
      for (let i: number = 0; i < rows; i++) {
        result.set(i, j, this.nextGaussian() * deviation);
      }
    }
    return result;
  }
}

class IndexPermutation {
  private readonly order: number[] = [];

  public constructor(rng: Rng, n: number) {
    for (let i: number = 0; i < n; i++) {
      const j: number = Math.floor(rng() * (i + 1));
      this.order[i] = this.order[j] ?? i;
      this.order[j] = i;
    }
  }

  public subList(from: number, to: number): Int32Array {
    return Int32Array.from(this.order.slice(from, to));
  }

  public size(): number {
    return this.order.length;
  }
}

class EpochIterator implements JavaIterator<Int32Array> {
  private position: number = 0;
  private readonly permutation: IndexPermutation;
  private readonly batchSize: number;

  public constructor(rng: Rng, n: number, batchSize: number) {
    this.permutation = new IndexPermutation(rng, n);
    this.batchSize = batchSize;
  }

  public hasNext(): boolean {
    return this.position < this.permutation.size();
  }

  public next(): Int32Array {
    const from: number = this.position;
    const to: number = Math.min(from + this.batchSize, this.permutation.size());
    this.position = to;
    return this.permutation.subList(from, to);
  }
}

class NetworkUtils {
  private constructor() {}

  public static logits(X: Matrix, params: ParamsImpl): { z1: Matrix; a1: Matrix; z2: Matrix } {
    const z1: Matrix = X.mmul(params.W1).addRowVector(params.b1);
    const a1: Matrix = z1.clone();
    for (let i: number = 0; i < a1.rows; i++) {
      for (let j: number = 0; j < a1.columns; j++) {
        if (a1.get(i, j) < 0) {
          a1.set(i, j, 0);
        }
      }
    }
    return { z1, a1, z2: a1.mmul(params.W2).addRowVector(params.b2) };
  }

  public static accuracy(X: Matrix, y: Int32Array, params: ParamsImpl): number {
    const z2: Matrix = NetworkUtils.logits(X, params).z2;
    let hits: number = 0;
    for (let i: number = 0; i < z2.rows; i++) {
      if (z2.maxRowIndex(i)[1] === y[i]) {
        hits++;
      }
    }
    return hits / z2.rows;
  }
}

export function initParams(rng: Rng, dims: [number, number, number]): ParamsImpl {
  const gaussian: RandomGaussian = new RandomGaussian(rng);
  const [inputs, hidden, outputs] = dims;
  // the output layer is drawn first
  const W2: Matrix = gaussian.nextMatrix(hidden, outputs, Math.sqrt(2.0 / hidden));
  const W1: Matrix = gaussian.nextMatrix(inputs, hidden, Math.sqrt(2.0 / inputs));
  return new ParamsImpl(W1, new Array<number>(hidden).fill(0), W2, new Array<number>(outputs).fill(0));
}

export function sgdStep(
  params: { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] },
  grads: { dW1: Matrix; db1: number[]; dW2: Matrix; db2: number[] },
  lr: number,
): ParamsImpl {
  const descend = (W: Matrix, G: Matrix): Matrix => Matrix.sub(W, Matrix.mul(G, lr));
  const descendVector = (b: number[], g: number[]): number[] => {
    const result: number[] = new Array<number>(b.length);
    for (let i: number = 0; i < b.length; i++) {
      result[i] = b[i]! - lr * g[i]!;
    }
    return result;
  };
  return new ParamsImpl(
    descend(params.W1, grads.dW1),
    descendVector(params.b1, grads.db1),
    descend(params.W2, grads.dW2),
    descendVector(params.b2, grads.db2),
  );
}

export function miniBatches(rng: Rng, n: number, batchSize: number): Int32Array[] {
  const list: Int32Array[] = [];
  const iterator: JavaIterator<Int32Array> = new EpochIterator(rng, n, batchSize);
  while (iterator.hasNext()) {
    list.push(iterator.next());
  }
  return list;
}

class TrainingService {
  private iterator: JavaIterator<Int32Array> | null = null;
  private params: ParamsImpl;
  private readonly X: Matrix;
  private readonly y: Int32Array;
  private readonly batchSize: number;
  private readonly lr: number;
  private readonly rng: Rng;

  public constructor(X: Matrix, y: Int32Array, hidden: number, batchSize: number, lr: number, rng: Rng) {
    this.X = X;
    this.y = y;
    this.batchSize = batchSize;
    this.lr = lr;
    this.rng = rng;
    let classes: number = 0;
    for (const label of y) {
      classes = Math.max(classes, label + 1);
    }
    this.params = initParams(rng, [X.columns, hidden, classes]);
  }

  public getParams(): ParamsImpl {
    return this.params;
  }

  public executeStep(): number {
    if (this.iterator === null || !this.iterator.hasNext()) {
      this.iterator = new EpochIterator(this.rng, this.X.rows, this.batchSize);
    }
    const indices: Int32Array = this.iterator.next();
    const B: number = indices.length;
    const Xb: Matrix = this.X.subMatrixRow(Array.from(indices));
    const { z1, a1, z2 } = NetworkUtils.logits(Xb, this.params);
    const dz2: Matrix = new Matrix(B, z2.columns);
    let loss: number = 0;
    for (let i: number = 0; i < B; i++) {
      const label: number = this.y[indices[i]!]!;
      const max: number = z2.maxRow(i);
      let total: number = 0;
      for (let c: number = 0; c < z2.columns; c++) {
        const e: number = Math.exp(z2.get(i, c) - max);
        dz2.set(i, c, e);
        total += e;
      }
      for (let c: number = 0; c < z2.columns; c++) {
        dz2.set(i, c, (dz2.get(i, c) / total - (c === label ? 1 : 0)) / B);
      }
      loss += Math.log(total) - (z2.get(i, label) - max);
    }
    const dz1: Matrix = dz2.mmul(this.params.W2.transpose());
    for (let i: number = 0; i < B; i++) {
      for (let j: number = 0; j < dz1.columns; j++) {
        if (!(z1.get(i, j) > 0)) {
          dz1.set(i, j, 0);
        }
      }
    }
    this.params = sgdStep(
      this.params,
      {
        dW1: Xb.transpose().mmul(dz1),
        db1: dz1.sum('column'),
        dW2: a1.transpose().mmul(dz2),
        db2: dz2.sum('column'),
      },
      this.lr,
    );
    return loss / B;
  }
}

export function train(
  X: Matrix,
  y: Int32Array,
  options: { hidden: number; lr: number; batchSize: number; steps: number; rng: Rng; onStep?: (step: number, loss: number) => void },
): { params: ParamsImpl; losses: Matrix; accuracy: Matrix } {
  const service: TrainingService = new TrainingService(X, y, options.hidden, options.batchSize, options.lr, options.rng);
  const losses: number[] = [];
  for (let step: number = 0; step < options.steps; step++) {
    losses.push(service.executeStep());
    if (options.onStep !== undefined && step % 7 === 0) {
      options.onStep(step, losses[step]!);
    }
  }
  const finalAccuracy: number = NetworkUtils.accuracy(X, y, service.getParams());
  return { params: service.getParams(), losses: Matrix.rowVector(losses), accuracy: Matrix.rowVector([finalAccuracy]) };
}
