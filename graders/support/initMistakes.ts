// Mistakes of an initialisation, by the variance and mean they give the weights.

/** What is measured of one weight matrix, and how far an estimate may lie from the truth. */
export interface Spread {
  name: string;
  fanIn: number;
  fanOut: number;
  mean: number;
  variance: number;
  /** Share of different numbers. */
  distinct: number;
  /** Whether a weight tells of its neighbour. */
  isPatterned: boolean;
  /** Whether each was drawn for itself. */
  isOneByOne: boolean;
  /** Room of the mean (absolute) and of the variance (relative). */
  meanRoom: number;
  ratioRoom: number;
}

interface SpreadMistake {
  id: string;
  explains: (spread: Spread) => boolean;
}

type Variance = (fanIn: number, fanOut: number) => number;

/** Uniform on [-1, 1) has this variance. */
const UNIT_UNIFORM = 1 / 3;

/** Whether all weights are one and the same number. */
export function isConstant({ distinct, fanIn, fanOut }: Spread): boolean {
  return Math.round(distinct * fanIn * fanOut) === 1;
}

/** Mistakes where the variance asked for is `gain / fan-in`: 2 for He, 1 for Xavier. */
export function spreadMistakes(gain: number): SpreadMistake[] {
  const he = gain === 2;
  return [
    { id: 'init-zero', explains: isConstant },
    {
      id: 'init-not-centred',
      explains: (spread) => !isConstant(spread) && Math.abs(spread.mean) > spread.meanRoom,
    },
    ofVariance('init-variance-not-deviation', (fanIn) => (gain / fanIn) ** 2),
    ofVariance('init-fan-out', (_, fanOut) => gain / fanOut),
    ofVariance('init-unscaled', () => 1),
    ofVariance('init-unscaled', () => UNIT_UNIFORM),
    ...(he
      ? [
          ofVariance('init-xavier-for-relu', (fanIn) => 1 / fanIn),
          ofVariance('init-xavier-for-relu', (fanIn, fanOut) => 2 / (fanIn + fanOut)),
        ]
      : [ofVariance('init-he-for-tanh', (fanIn) => 2 / fanIn)]),
  ];
}

function ofVariance(id: string, predict: Variance): SpreadMistake {
  return {
    id,
    explains({ fanIn, fanOut, mean, meanRoom, variance, ratioRoom }) {
      const ratio = variance / predict(fanIn, fanOut);
      return Math.abs(mean) <= meanRoom && Math.abs(ratio - 1) <= ratioRoom;
    },
  };
}
