// Whether what is printed may have colours.

/** Only on a terminal, and never where NO_COLOR is set. */
export function inColourOn({ isTTY }: { isTTY?: boolean }): boolean {
  return isTTY === true && process.env.NO_COLOR === undefined;
}
