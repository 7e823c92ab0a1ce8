// Numbers as the report prints them.

/** Significant digits of a measured number, tried in turn until two numbers that differ look different. */
const DIGITS = [6, 9, 17] as const;
const RELATIVE_ERROR_DIGITS = 2;

const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;

/** Points to a hundredth, without trailing zeros. */
export function points(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A share in percent, to a tenth, between 0 and 100; of nothing it is 0. */
export function percent(part: number, whole: number): number {
  if (whole <= 0) return 0;
  return Number(Math.min(100, Math.max(0, (100 * part) / whole)).toFixed(1));
}

/** `1 check`, `2 checks`. */
export function count(number: number, noun: string): string {
  return `${points(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Two values side by side, with as many digits as it takes to tell them apart. */
export function sideBySide(a: number | string, b: number | string): [string, string] {
  const pairs = DIGITS.map((digits): [string, string] => [rounded(a, digits), rounded(b, digits)]);
  return pairs.find(([left, right]) => left !== right) ?? [rounded(a, DIGITS[0]), rounded(b, DIGITS[0])];
}

/** A relative error to two digits. */
export function relativeError(value: number): string {
  return rounded(value, RELATIVE_ERROR_DIGITS);
}

/** A duration for people: `840 ms`, `2.1 s`, `3 min 5 s`, `8 h 59 min`. */
export function duration(ms: number): string {
  if (ms < MS_PER_SECOND) return `${Math.round(ms)} ms`;
  const seconds = ms / MS_PER_SECOND;
  if (seconds < SECONDS_PER_MINUTE) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / SECONDS_PER_MINUTE);
  if (minutes < MINUTES_PER_HOUR) return `${minutes} min ${whole % SECONDS_PER_MINUTE} s`;
  return `${Math.floor(minutes / MINUTES_PER_HOUR)} h ${minutes % MINUTES_PER_HOUR} min`;
}

/** An ISO instant to the minute, in UTC; anything else as it is. */
export function instant(iso: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*Z$/u.exec(iso);
  return parts ? `${parts[1]} ${parts[2]} UTC` : iso;
}

function rounded(value: number | string, digits: number): string {
  if (typeof value === 'string' || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
}
