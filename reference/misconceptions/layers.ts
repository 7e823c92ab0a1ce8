// Choices of layers: a mistake may sit in one layer, in some, or in all of them.

/** The whole numbers from `first` to `last`, both included. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** Every choice of at least one item; all of them first. */
export function subsets<T>(items: readonly T[]): T[][] {
  const [first, ...rest] = items;
  if (first === undefined) return [];
  const without = subsets(rest);
  return [...without.map((some) => [first, ...some]), [first], ...without];
}

/** Every ordered pair of two different items. */
export function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one) => items.filter((other) => other !== one).map((other): [T, T] => [one, other]));
}
