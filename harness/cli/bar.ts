// A bar of blocks, as every line that says how far something is draws it.

/** A bar of `columns`, filled to `share` (0 to 1), never further than that. */
export function bar(share: number, columns: number): string {
  const filled = Math.floor(columns * share);
  return '█'.repeat(filled) + '░'.repeat(columns - filled);
}
