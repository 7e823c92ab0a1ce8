// The `rng` that exercises are given: uniform numbers from a seed.

/** A function that returns uniform numbers in [0, 1) with 53 random bits: sfc32, two draws a number. */
export function uniformDraws(seed: number): () => number {
  const next = sfc32(seed);
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

/** Rounds after which sfc32's state has nothing of its seed's pattern left. */
const WARM_UP = 15;

/** Chris Doty-Humphrey's small fast counting generator, 32 bits a draw. */
function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, seed | 0, (seed / 2 ** 32) | 0, 1];
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum;
  };
  for (let round = 0; round < WARM_UP; round++) next();
  return next;
}
