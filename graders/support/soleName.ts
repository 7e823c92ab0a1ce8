/** The one name among these, which may come several times; null where there is none, or another. */
export function soleName(names: Iterable<string | null>): string | null {
  const [only, ...others] = new Set(names);
  return others.length === 0 ? (only ?? null) : null;
}
