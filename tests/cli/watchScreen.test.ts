import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Desk } from '../../harness/cli/watch/desk.ts';
import { Inbox } from '../../harness/cli/watch/inbox.ts';
import { listenForKeys } from '../../harness/cli/watch/keys.ts';
import { Screen } from '../../harness/cli/watch/screen.ts';
import type { ExerciseResult } from '../../harness/result.ts';
import { mixedResult } from '../reports/mixedResult.ts';

const ESCAPE = '\u001B';

describe('the screen of a watch', () => {
  it('takes the place of the one before, on a terminal', () => {
    const [first] = shown({ isTTY: true }, (screen, desk) => screen.list(desk));
    expect(first?.startsWith(`${ESCAPE}[2J${ESCAPE}[H`)).toBe(true);
  });

  it('has neither colours nor commands elsewhere', () => {
    const [first] = shown({}, (screen, desk) => screen.list(desk));
    expect(first).not.toContain(ESCAPE);
  });

  it('marks the current exercise before its colour', () => {
    const [list] = shown({ isTTY: true }, (screen, desk) => screen.list(desk));
    const lines = list?.split('\n').filter((line) => /\d\d-[a-z].*[█░]/u.test(line)) ?? [];
    expect(lines.filter((line) => line.includes('>'))).toHaveLength(1);
    expect(lines.map(stripVTControlCharacters).every((line) => /^[ >]\d\d-/u.test(line))).toBe(true);
  });
});

describe('keys', () => {
  it('count in either case, and among others', () => {
    expect(pressed('n', 'Hx', '\nl ', 'rq')).toEqual(['next', 'hint', 'list', 'all', 'quit']);
  });

  it('are no part of an arrow', () => {
    expect(pressed(`${ESCAPE}[H`, `${ESCAPE}Oq`)).toEqual([]);
  });

  it('leave with Ctrl-C', () => {
    expect(pressed('\u0003')).toEqual(['quit']);
  });

  it('come one by one from a terminal, which is as before in the end', () => {
    const modes: boolean[] = [];
    const terminal = Object.assign(new EventEmitter(), {
      isTTY: true,
      setRawMode: (isRaw: boolean) => modes.push(isRaw),
      pause: () => {},
    });
    const stop = listenForKeys(terminal as unknown as Readable, () => {});
    stop();
    terminal.emit('data', Buffer.from('n'));
    expect(modes).toEqual([true, false]);
  });
});

describe('what a watch is told', () => {
  it('waits in order, and no message twice', async () => {
    const inbox = new Inbox();
    for (const message of ['saved', 'list', 'saved', 'hint']) inbox.tell(message);
    expect([await inbox.next(), await inbox.next(), await inbox.next()]).toEqual(['saved', 'list', 'hint']);
    const later = inbox.next();
    inbox.tell('saved');
    expect(await later).toBe('saved');
  });
});

function shown(stream: { isTTY?: boolean }, act: (screen: Screen, desk: Desk) => void): string[] {
  const written: string[] = [];
  const result = mixedResult();
  const [current] = result.exercises as [ExerciseResult];
  const terminal = { ...stream, write: (text: string) => written.push(text) };
  act(new Screen('exercises', terminal), { result, current } as Desk);
  return written;
}

function pressed(...pieces: string[]): string[] {
  const keys: string[] = [];
  const input = Object.assign(new EventEmitter(), { pause: () => {} });
  listenForKeys(input as unknown as Readable, (key) => keys.push(key));
  for (const piece of pieces) input.emit('data', Buffer.from(piece));
  return keys;
}
