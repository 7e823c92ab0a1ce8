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

/** Lines of the chart: a dot for the mean loss of each column, joined to the next where no gap lies between. */
export function chartLines({ points, steps }: Chart): string[] {
  const columns = meansByColumn(points, steps);
  const axis = axisOf(columns.flatMap(({ mean }) => mean ?? []));
  const cells = new Uint8Array(WIDTH * HEIGHT);
  for (const [index, { column, mean }] of columns.entries()) {
    if (mean === null) continue;
    const before = columns[index - 1];
    const from = { column, dot: axis.dotOf(mean) };
    const joined =
      before?.mean === undefined || before.mean === null
        ? from
        : { column: before.column, dot: axis.dotOf(before.mean) };
    drawLine(cells, joined, from);
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

/** The mean loss of every column that has a point, in order; null where none of its losses is finite. */
function meansByColumn(points: Chart['points'], steps: number): { column: number; mean: number | null }[] {
  const found = new Map<number, { count: number; mean: number }>();
  for (const { step, loss } of points) {
    const column = Math.floor((step / Math.max(1, steps - 1)) * (DOTS_ACROSS - 1));
    if (!(column >= 0 && column < DOTS_ACROSS)) continue;
    const { count, mean } = found.get(column) ?? { count: 0, mean: 0 };
    const next = { count: count + 1, mean: mean + (loss - mean) / (count + 1) };
    found.set(column, Number.isFinite(loss) ? next : { count, mean });
  }
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([column, { count, mean }]) => ({ column, mean: count > 0 && Number.isFinite(mean) ? mean : null }));
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

interface Dot {
  column: number;
  /** From the top. */
  dot: number;
}

/** Every column on the way, each joined to the one before. */
function drawLine(cells: Uint8Array, from: Dot, to: Dot): void {
  const across = to.column - from.column;
  let last = from.dot;
  for (let column = from.column + Math.min(1, across); column <= to.column; column++) {
    const share = across === 0 ? 1 : (column - from.column) / across;
    const dot = Math.round(from.dot + share * (to.dot - from.dot));
    for (let at = Math.min(last, dot); at <= Math.max(last, dot); at++) mark(cells, column, at);
    last = dot;
  }
}

function mark(cells: Uint8Array, column: number, dot: number): void {
  const at = Math.floor(dot / 4) * WIDTH + Math.floor(column / 2);
  cells[at] = (cells[at] ?? 0) | (BITS[dot % 4]?.[column % 2] ?? 0);
}
