// Mistakes of the six activations and their derivatives, each a scalar function of x.

import {
  activations,
  erf,
  LEAKY_SLOPE,
  normalCdf,
  normalDensity,
  sigmoid,
  type ActivationName,
} from '../float64/activations.ts';

type Scalar = (x: number) => number;

/** A mistake as the function that the student's code then is. */
export interface ScalarMistake {
  id: string;
  predict: Scalar;
}

/** A mistake with an unknown in it, such as a slope, which one answer gives away; null where it shows none. */
export interface ScalarFamily {
  id: string;
  estimate: (x: number, got: number) => number | null;
  predict: (x: number, unknown: number) => number;
}

export type Part = 'f' | 'df';

/** The mistakes of one function. */
export function mistakesOf(name: ActivationName, part: Part): ScalarMistake[] {
  return [...OWN[name][part], ...(part === 'df' ? ofAnyDerivative(name) : []), ...ofAnother(name, part)];
}

/** The mistakes with an unknown: a slope other than 0.01 below 0. */
export function familiesOf(name: ActivationName, part: Part): ScalarFamily[] {
  if (name !== 'leakyRelu') return [];
  return [
    {
      id: 'leaky-slope',
      estimate: (x, got) => (x < 0 ? asSlope(part === 'f' ? got / x : got) : null),
      predict: (x, slope) => (part === 'f' ? x : 1) * (x > 0 ? 1 : slope),
    },
  ];
}

/** A slope of 1 is no leak: that is no activation at all. */
function asSlope(value: number): number | null {
  return Math.abs(value - 1) < LEAKY_SLOPE ? null : value;
}

const all = (id: string, ...predictions: Scalar[]): ScalarMistake[] =>
  predictions.map((predict) => ({ id, predict }));

const { gelu, silu, tanh, sigmoid: logistic } = activations;

/** sqrt(2 / pi) (x + 0.044715 x^3): what the tanh approximation of GELU puts into tanh. */
const inner: Scalar = (x) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
const innerSlope: Scalar = (x) => Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x ** 2);
const roughCdf: Scalar = (x) => (1 + Math.tanh(inner(x))) / 2;
/** The other approximation, x sigmoid(1.702 x). */
const ROUGH_RATE = 1.702;

const unscaledCdf: Scalar = (x) => (1 + erf(x)) / 2;
const flipped: Scalar = (x) => sigmoid(-x);

const OWN: Record<ActivationName, Record<Part, ScalarMistake[]>> = {
  relu: {
    f: [
      ...all('activation-missing', (x) => x),
      ...all(
        'wrong-activation-side',
        Math.abs,
        (x) => Math.min(0, x),
        (x) => Math.max(0, -x),
        activations.leakyRelu.f,
      ),
    ],
    df: [
      ...all('wrong-activation-side', Math.sign, activations.leakyRelu.df),
      ...all('activation-mask-inverted', (x) => (x < 0 ? 1 : 0)),
    ],
  },
  leakyRelu: {
    f: [
      ...all('activation-missing', (x) => x),
      ...all('leaky-sides-exchanged', (x) => Math.min(LEAKY_SLOPE * x, x)),
      ...all('wrong-activation-side', (x) => Math.max(-LEAKY_SLOPE * x, x)),
    ],
    df: [
      ...all('leaky-sides-exchanged', (x) => (x < 0 ? 1 : LEAKY_SLOPE)),
      ...all('leaky-value-as-slope', (x) => (x > 0 ? 1 : LEAKY_SLOPE * x)),
    ],
  },
  gelu: {
    f: [
      ...all(
        'gelu-approximated',
        (x) => x * roughCdf(x),
        (x) => x * sigmoid(ROUGH_RATE * x),
      ),
      ...all('gelu-erf-unscaled', (x) => x * unscaledCdf(x)),
      ...all('gelu-half-missing', (x) => 2 * gelu.f(x)),
      ...all('gelu-density-for-distribution', (x) => x * normalDensity(x)),
      ...all('activation-factor-missing', normalCdf),
      ...all('activation-missing', (x) => x),
    ],
    df: [
      ...all(
        'gelu-approximated',
        (x) => roughCdf(x) + (x * (1 - Math.tanh(inner(x)) ** 2) * innerSlope(x)) / 2,
        (x) => roughCdf(x) + x * normalDensity(x),
        (x) => silu.df(ROUGH_RATE * x),
      ),
      ...all(
        'gelu-erf-unscaled',
        (x) => unscaledCdf(x) + x * normalDensity(x),
        (x) => unscaledCdf(x) + (x * Math.exp(-x * x)) / Math.sqrt(Math.PI),
      ),
      ...all('gelu-half-missing', (x) => 2 * gelu.df(x)),
      ...all(
        'gelu-density-scale',
        (x) => normalCdf(x) + x * Math.exp((-x * x) / 2),
        (x) => normalCdf(x) + (x * Math.exp(-x * x)) / Math.sqrt(2 * Math.PI),
        (x) => normalCdf(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(Math.PI),
      ),
      ...all(
        'product-rule-incomplete',
        normalCdf,
        normalDensity,
        (x) => x * normalDensity(x),
        (x) => normalCdf(x) + normalDensity(x),
      ),
    ],
  },
  silu: {
    f: [
      ...all('activation-factor-missing', sigmoid),
      ...all('sigmoid-sign', (x) => x * flipped(x)),
      ...all('activation-missing', (x) => x),
    ],
    df: [
      ...all(
        'product-rule-incomplete',
        sigmoid,
        logistic.df,
        (x) => x * logistic.df(x),
        (x) => sigmoid(x) + logistic.df(x),
        (x) => sigmoid(x) + x * sigmoid(x),
        (x) => sigmoid(x) + x * (1 - sigmoid(x)),
      ),
      ...all(
        'sigmoid-sign',
        (x) => flipped(x) + x * logistic.df(x),
        (x) => flipped(x) - x * logistic.df(x),
      ),
    ],
  },
  tanh: {
    f: [
      ...all(
        'tanh-scale',
        (x) => Math.tanh(x / 2),
        (x) => Math.tanh(2 * x),
      ),
      ...all('activation-missing', (x) => x),
    ],
    df: [
      ...all('tanh-derivative-not-squared', (x) => 1 - Math.tanh(x)),
      ...all('tanh-derivative-of-z', (x) => 1 - x * x),
      ...all('tanh-applied-twice', (x) => tanh.df(Math.tanh(x))),
      ...all('sigmoid-derivative', (x) => Math.tanh(x) * (1 - Math.tanh(x))),
      ...all('derivative-factor-missing', (x) => Math.tanh(x) ** 2),
    ],
  },
  sigmoid: {
    f: [...all('sigmoid-sign', flipped), ...all('activation-missing', (x) => x)],
    df: [
      ...all('derivative-of-output-as-input', (x) => x * (1 - x)),
      ...all('activation-applied-twice', (x) => logistic.df(sigmoid(x))),
      ...all('derivative-factor-missing', (x) => 1 - sigmoid(x)),
      ...all('tanh-derivative-for-sigmoid', (x) => 1 - sigmoid(x) ** 2),
    ],
  },
};

/** What goes wrong with a derivative whatever it is of. */
function ofAnyDerivative(name: ActivationName): ScalarMistake[] {
  const { f, df } = activations[name];
  return [
    ...all('derivative-is-value', f),
    ...all('derivative-sign', (x) => -df(x)),
    // x times the slope of a line through 0 is its value.
    ...(name === 'relu' || name === 'leakyRelu' ? [] : all('derivative-times-input', (x) => x * df(x))),
  ];
}

/** Pairs that say something more telling already: one is the other with a known mistake. */
const TOLD_OTHERWISE = new Set(['relu leakyRelu', 'leakyRelu relu', 'silu sigmoid']);

/** The function of another activation under this name. */
function ofAnother(name: ActivationName, part: Part): ScalarMistake[] {
  const others = Object.entries(activations).filter(
    ([other]) => other !== name && !TOLD_OTHERWISE.has(`${name} ${other}`),
  );
  return others.flatMap(([, other]) => all('activation-of-another', other[part]));
}
