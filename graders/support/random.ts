// Seeded randomness: the same seed and name give the same inputs, whatever else is graded.

/** A uniform number in [0, 1). */
export type Rng = () => number;

/** A stream of its own for every name: mulberry32 started from a hash (FNV-1a) of the seed and the name. */
export function stream(seed: number, name: string): Rng {
  let state = 2166136261 ^ seed;
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A standard normal draw (Box and Muller). */
export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/** A whole number from `low` to `high`, both included. */
export function integer(rng: Rng, low: number, high: number): number {
  return low + Math.floor(rng() * (high - low + 1));
}
