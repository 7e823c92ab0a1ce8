// Quantiles of a list of numbers.

/** The value below which the share `q` (0 to 1) of `ascending` lies, between neighbours in proportion; null of nothing. */
export function quantile(ascending: number[], q: number): number | null {
  const place = (ascending.length - 1) * q;
  const [below, above] = [ascending[Math.floor(place)], ascending[Math.ceil(place)]];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}
