// Mistakes of the backward pass of any network: the right chain rule with one link changed.

import { matmul, sumOverColumns, sumOverRows, transpose } from '../float64/matmul.ts';
import { named } from '../float64/mlp.ts';
import { at as entry, columnsOf, map, matrix, rowsOf, scale, zip, type NdArray } from '../ndarray.ts';
import {
  at,
  changed,
  dot,
  entering,
  gradients,
  rightLinks,
  type BackwardInput,
  type Links,
  type Network,
} from './chain.ts';
import { range, subsets } from './layers.ts';
import { ways, type Mistake, type MistakeFamily, type Tensors } from './mistake.ts';
import { otherLayerMistakes } from './otherLayers.ts';
import { wrongSlopes } from './slopes.ts';
import { topMistakes } from './topGradient.ts';

type Predict = Mistake<BackwardInput>['predict'];

/** Every mistake of `backward`: dW1 db1 dW2 db2 ... together. */
export function backwardMistakes(network: Network): Mistake<BackwardInput>[] {
  return [
    ...startMistakes(network),
    ...batchMeanMistakes(network),
    ...slopeMistakes(network),
    ...inputMistakes(network),
    ...biasMistakes(network),
    ...transposeMistakes(network),
    ...lastSampleMistakes(network),
    ...otherLayerMistakes(network),
  ];
}

/** W stepped by an unknown learning rate before da is taken from it, dz (W - lr dW)^T, in some layers or all. */
export function backwardFamilies(network: Network): MistakeFamily<BackwardInput>[] {
  return subsets(range(2, network.depth)).map((layers) => {
    // Below the topmost of them dW is linear in lr, and moves by this for lr = 1.
    const seen = `dW${Math.max(...layers) - 1}`;
    return {
      id: 'weights-updated-first',
      estimate(input, got) {
        const right = named(gradients(network, input), seen);
        const perUnit = zip(named(stepped(network, layers, input, 1), seen), right, (a, b) => a - b);
        const moved = got[seen] && zip(got[seen], right, (a, b) => a - b);
        const size = dot(perUnit, perUnit);
        return moved && size > 0 && moved.data.length === perUnit.data.length
          ? dot(moved, perUnit) / size
          : null;
      },
      predict: (input, lr) => stepped(network, layers, input, lr),
    };
  });
}

function stepped(network: Network, layers: number[], input: BackwardInput, lr: number): Tensors {
  const early: Links['through'] = (layer, dz, each) => {
    const dW = matmul(transpose(entering(layer, each)), dz);
    const W = zip(named(each.params, `W${layer}`), dW, (w, dw) => w - lr * dw);
    return matmul(dz, transpose(W));
  };
  return gradients(network, input, { through: at(layers, early, rightLinks(network).through) });
}

/** Mistakes of the gradient that starts it all. */
function startMistakes(network: Network): Mistake<BackwardInput>[] {
  return topMistakes.map(({ id, predict }): Mistake<BackwardInput> => ({
    id,
    predict: (input) => {
      const top = predict({ p: named(input.cache, 'p'), y: input.y });
      return typeof top === 'string' ? top : gradients(network, input, { top: () => named(top, 'dz2') });
    },
  }));
}

/** B divided out again on the way down or at the end, or left out at the end in some tensors. */
function batchMeanMistakes(network: Network): Mistake<BackwardInput>[] {
  const { depth } = network;
  const { through } = rightLinks(network);
  const weights = range(1, depth).map((layer) => `dW${layer}`);
  const biases = range(1, depth).map((layer) => `db${layer}`);
  const again: Links['through'] = (layer, dz, input) => scale(through(layer, dz, input), 1 / rowsOf(dz));
  return [
    ...ways('batch-mean-twice', [
      ...subsets(range(2, depth)).map((layers) => changed(network, { through: at(layers, again, through) })),
      ...subsets(weights).map((names) => rescaled(network, names, (B) => 1 / B)),
    ]),
    ...ways(
      'batch-mean-missing',
      [...subsets(weights), biases].map((names) => rescaled(network, names, (B) => B)),
    ),
  ];
}

function slopeMistakes(network: Network): Mistake<BackwardInput>[] {
  const { slope } = rightLinks(network);
  return wrongSlopes[network.activation].flatMap(([id, wrong]) =>
    ways(
      id,
      subsets(range(1, network.depth - 1)).map((layers) =>
        changed(network, { slope: at(layers, () => wrong, slope) }),
      ),
    ),
  );
}

/** z for a in what a weight gradient multiplies. */
function inputMistakes(network: Network): Mistake<BackwardInput>[] {
  const before: Links['into'] = (layer, { cache }) => named(cache, `z${layer - 1}`);
  return ways(
    'pre-activation-in-weight-gradient',
    subsets(range(2, network.depth)).map((layers) =>
      changed(network, { into: at(layers, before, entering) }),
    ),
  );
}

function biasMistakes(network: Network): Mistake<BackwardInput>[] {
  const { bias } = rightLinks(network);
  const layers = range(1, network.depth);
  const wrongly = (where: number[], wrong: Links['bias']) =>
    subsets(where).map((some) => changed(network, { bias: at(some, wrong, bias) }));
  return [
    ...ways(
      'bias-gradient-averaged',
      wrongly(layers, (_layer, dz) => scale(sumOverRows(dz), 1 / rowsOf(dz))),
    ),
    ...ways('bias-gradient-by-rows', biasesByRows(network)),
    ...ways(
      'bias-gradient-before-mask',
      wrongly(range(1, network.depth - 1), (_layer, _dz, da) => sumOverRows(da)),
    ),
  ];
}

/** One number an example: as such, a vector of another length, which tells where it is not as wide as the layer; or only where it is. */
function biasesByRows(network: Network): Predict[] {
  const { bias } = rightLinks(network);
  const byRows: Links['bias'] = (_layer, dz) => sumOverColumns(dz);
  const whereSquare: Links['bias'] = (layer, dz, da) =>
    (rowsOf(dz) === columnsOf(dz) ? byRows : bias)(layer, dz, da);
  return subsets(range(1, network.depth)).flatMap((layers) =>
    [byRows, whereSquare].map(
      (wrong): Predict =>
        (input) =>
          gradients(network, input, { bias: at(layers, wrong, bias) }),
    ),
  );
}

/** The row-major numbers of a matrix read in the other shape: no transpose, though the shape is right. */
const reshaped = (A: NdArray): NdArray => ({ shape: [columnsOf(A), rowsOf(A)], data: A.data });

function transposeMistakes(network: Network): Mistake<BackwardInput>[] {
  const { through, turn } = rightLinks(network);
  const back = range(2, network.depth);
  const inward = range(1, network.depth);
  const reshapedBack: Links['through'] = (layer, dz, { params }) =>
    matmul(dz, reshaped(named(params, `W${layer}`)));
  const unturned: Links['through'] = (layer, dz, { params }) => matmul(dz, named(params, `W${layer}`));
  const unturnedWhereSquare: Links['through'] = (layer, dz, input) => {
    const W = named(input.params, `W${layer}`);
    return (rowsOf(W) === columnsOf(W) ? unturned : through)(layer, dz, input);
  };
  const reshapes = subsets([...back, ...inward.map((layer) => -layer)]).map((places) => ({
    through: at(places, reshapedBack, through),
    turn: at(
      places.map((place) => -place),
      (_layer, A: NdArray) => reshaped(A),
      turn,
    ),
  }));
  return [
    ...ways(
      'reshape-for-transpose',
      reshapes.map((change) => changed(network, change)),
    ),
    // Where W is not square, mmul throws or ignores rows: either way some gradient has another shape, or none. Loops over
    // indices give the right shape, and NaN from where they read past the end of W.
    // Or it is turned just where the sizes would not meet otherwise.
    ...ways(
      'transpose-missing-square',
      subsets(back).flatMap((layers) =>
        [unturned, pastTheEnd, unturnedWhereSquare].map((wrong) =>
          changed(network, { through: at(layers, wrong, through) }),
        ),
      ),
    ),
  ];
}

/** dz @ W over the sizes of dz @ W^T: (B, m) @ (m, n) -> (B, n), where W, being (n, m), lacks entries NaN. */
const pastTheEnd: Links['through'] = (layer, dz, { params }) => {
  const W = named(params, `W${layer}`);
  const [n, m] = [rowsOf(W), columnsOf(W)];
  const read = (row: number, column: number) => (row < n && column < m ? entry(W, row, column) : Number.NaN);
  return matmul(
    dz,
    map(matrix(m, n), (_, index) => read(Math.floor(index / n), index % n)),
  );
};

/** The last row alone: as it is, or times B, where each was divided by B only at the end. */
const LAST_ROW = [lastRowOnly(() => 1), lastRowOnly((B) => B)];

function lastRowOnly(times: (B: number) => number): (dz: NdArray) => NdArray {
  return (dz) => {
    const [B, columns] = [rowsOf(dz), columnsOf(dz)];
    return map(dz, (value, index) => (Math.floor(index / columns) === B - 1 ? value * times(B) : 0));
  };
}

function lastSampleMistakes(network: Network): Mistake<BackwardInput>[] {
  const names = range(1, network.depth).flatMap((layer) => [`dW${layer}`, `db${layer}`]);
  return ways(
    'last-sample-only',
    LAST_ROW.flatMap((keep) => {
      const both = { forWeights: keep, forBiases: keep };
      return [
        changed(network, both),
        changed(network, { forWeights: keep }),
        changed(network, { forBiases: keep }),
        ...names.map((name) => only(network, name, both)),
      ];
    }),
  );
}

/** Right gradients, but those named `names` times `factor`. */
function rescaled(network: Network, names: string[], factor: (B: number) => number): Predict {
  return (input) => {
    const by = factor(rowsOf(input.X));
    const entries = Object.entries(gradients(network, input));
    return Object.fromEntries(
      entries.map(([name, grad]) => [name, names.includes(name) ? scale(grad, by) : grad]),
    );
  };
}

/** Right gradients, but that named `name` with some links changed. */
function only(network: Network, name: string, changes: Partial<Links>): Predict {
  return (input) => ({
    ...gradients(network, input),
    [name]: named(gradients(network, input, changes), name),
  });
}
