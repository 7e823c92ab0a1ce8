// A check of functions that call others: what is wrong with those is not named a second time under another id.

import { CheckFailure } from './failure.ts';

/** The name of the mistake with which `judge` fails, in a list; nothing in it where it passes. */
export async function nameOfFailure(judge: () => void | Promise<void>): Promise<(string | null)[]> {
  try {
    await judge();
    return [];
  } catch (error) {
    if (error instanceof CheckFailure) return [error.told.misconception ?? null];
    throw error;
  }
}

/**
 * Runs `judge`; where it fails, and functions that it rests on fail by themselves, its failure keeps only a name that they
 * have too: a loop over a wrong gradient moves like one with a mistake of its own.
 */
export async function nameUnlessEarlier(
  earlierNames: () => Promise<readonly (string | null)[]>,
  judge: () => Promise<void>,
): Promise<void> {
  try {
    await judge();
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    const { misconception = null } = error.told;
    const earlier = await earlierNames();
    if (earlier.length === 0 || earlier.includes(misconception)) throw error;
    throw new CheckFailure(error.message, { ...error.told, misconception: null });
  }
}
