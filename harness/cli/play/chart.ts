// A line in the terminal: eight dots a character, two across and four down, as braille has them.

export interface Chart {
  /** The losses known so far; what is not finite is a gap. */
  points: readonly { step: number; loss: number }[];
  /** Steps of the whole run, across which the chart spreads. */
  steps: number;
}

const WIDTH = 66; // characters, so that a label before them stays within 80 columns
const HEIGHT = 12; // characters
const LABEL = 10; // characters
const DOTS_ACROSS = 2 * WIDTH;
const DOTS_DOWN = 4 * HEIGHT;

/** Unicode's blank braille pattern; each dot adds the bit at its place. */
const BLANK = 0x2800;
const BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Losses this many times apart are drawn on a logarithmic axis, which ends at this share of the highest. */
const LOGARITHMIC_FROM = 50;
const LOGARITHMIC_DEPTH = 1e-4;
/** The loss of a certain example may come out this far below 0. */
const ROUNDING = 1e-9;

/** Lines of the chart: a dot for the mean loss of each column, joined to the one before where there is one. */
export function chartLines({ points, steps }: Chart): string[] {
  const means = meansByColumn(points, steps);
  const axis = axisOf([...means.values()]);
  const cells = new Uint8Array(WIDTH * HEIGHT);
  for (const [column, mean] of means) {
    const dot = axis.dotOf(mean);
    const before = axis.dotOf(means.get(column - 1) ?? mean);
    for (let at = Math.min(dot, before); at <= Math.max(dot, before); at++) mark(cells, column, at);
  }
  const rows = Array.from({ length: HEIGHT }, (_, row) => {
    const label = row === 0 ? axis.top : row === HEIGHT - 1 ? axis.bottom : '';
    const dots = Array.from(cells.subarray(row * WIDTH, (row + 1) * WIDTH), (bits) =>
      String.fromCodePoint(BLANK + bits),
    );
    return `${label.padStart(LABEL)} │${dots.join('')}`;
  });
  return [...rows, ...footLines(steps)];
}

function footLines(steps: number): string[] {
  const indent = ' '.repeat(LABEL);
  const each = Math.ceil(steps / DOTS_ACROSS);
  const middle = each > 1 ? `each dot the mean of ${each} steps` : 'step';
  const last = String(Math.max(0, steps - 1));
  const left = '0'.padEnd((WIDTH - middle.length) >> 1) + middle;
  return [`${indent} └${'─'.repeat(WIDTH)}`, `${indent}  ${left}${last.padStart(WIDTH - left.length)}`];
}

/** The mean loss of every column that has a finite one. */
function meansByColumn(points: Chart['points'], steps: number): Map<number, number> {
  const found = new Map<number, { count: number; mean: number }>();
  for (const { step, loss } of points) {
    if (!Number.isFinite(loss)) continue;
    const column = Math.floor((step / Math.max(1, steps - 1)) * (DOTS_ACROSS - 1));
    const { count, mean } = found.get(column) ?? { count: 0, mean: 0 };
    found.set(column, { count: count + 1, mean: mean + (loss - mean) / (count + 1) });
  }
  const means = [...found].map(([column, { mean }]): [number, number] => [column, mean]);
  return new Map(means.filter(([, mean]) => Number.isFinite(mean)));
}

function axisOf(losses: readonly number[]) {
  if (losses.length === 0) return { dotOf: () => 0, top: '', bottom: '' };
  const lowest = losses.reduce((least, loss) => Math.min(least, loss));
  const high = losses.reduce((most, loss) => Math.max(most, loss));
  const floor = Math.max(lowest, high * LOGARITHMIC_DEPTH);
  const isLogarithmic = high > 0 && lowest > -ROUNDING && high / floor >= LOGARITHMIC_FROM;
  const low = isLogarithmic ? floor : lowest;
  const scale = (loss: number) => (isLogarithmic ? Math.log(Math.max(loss, floor)) : loss);
  const span = scale(high) - scale(low) || 1;
  return {
    /** From 0, at the top, to the last dot. */
    dotOf: (loss: number) => Math.round(((scale(high) - scale(loss)) / span) * (DOTS_DOWN - 1)),
    top: labelOf(high),
    bottom: high === low ? '' : labelOf(low),
  };
}

function labelOf(loss: number): string {
  return String(Number(loss.toPrecision(3)));
}

function mark(cells: Uint8Array, column: number, dot: number): void {
  const at = Math.floor(dot / 4) * WIDTH + Math.floor(column / 2);
  const bit = BITS[dot % 4]?.[column % 2] ?? 0;
  if (column >= 0 && column < DOTS_ACROSS && dot >= 0 && dot < DOTS_DOWN) cells[at] = (cells[at] ?? 0) | bit;
}
