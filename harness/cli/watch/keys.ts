// The keys of a watching command. From a terminal each counts as it is pressed, from anything else as it arrives.

import type { Readable } from 'node:stream';

export type Key = 'next' | 'hint' | 'list' | 'all' | 'quit';

const KEYS: Readonly<Record<string, Key>> = {
  n: 'next',
  h: 'hint',
  l: 'list',
  r: 'all',
  q: 'quit',
};

/** Ctrl-C, which a raw terminal hands on as a character. */
const INTERRUPT = '\u0003';
/** Arrows and the like come as one piece that starts with this. */
const ESCAPE = '\u001B';

interface Input extends Readable {
  isTTY?: boolean;
  setRawMode?: (isRaw: boolean) => unknown;
}

/** Tells of each key of the list above until the function that it returns is called; other characters say nothing. */
export function listenForKeys(input: Input, tell: (key: Key) => void): () => void {
  const hear = (piece: Buffer) => {
    const text = piece.toString('utf8');
    if (text.startsWith(ESCAPE)) return;
    for (const character of text.toLowerCase()) {
      const key = character === INTERRUPT ? 'quit' : KEYS[character];
      if (key) tell(key);
    }
  };
  if (input.isTTY) input.setRawMode?.(true);
  input.on('data', hear);
  input.on('error', () => {}); // a terminal that is gone: whoever closed it ends this process, too
  return () => {
    input.off('data', hear);
    input.pause();
    if (input.isTTY) input.setRawMode?.(false);
  };
}
