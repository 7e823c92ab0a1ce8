// `npm run grade -- --watch`: grades again on save, only what the change touches, and listens to keys.

import path from 'node:path';
import { NoSubmission, submissionRoot } from '../submission.ts';
import { makeOutFolder } from '../write/outFolder.ts';
import type { Asked } from './grade.ts';
import { exitCodeOf } from './grading.ts';
import type { ExitCode } from './main.ts';
import { closeGrader, openGrader } from './open.ts';
import { shortened } from './usage.ts';
import { Desk } from './watch/desk.ts';
import { watchFolder } from './watch/folder.ts';
import { Inbox } from './watch/inbox.ts';
import { listenForKeys, type Key } from './watch/keys.ts';
import { Screen } from './watch/screen.ts';

type Message = 'saved' | Exclude<Key, 'quit'>;

/** Watches until q or Ctrl-C; then the exit code is that of the last result. */
export async function watchCommand(asked: Asked): Promise<ExitCode> {
  const { root, device, sandbox, course, folder } = asked;
  const inbox = new Inbox<Message>();
  const { quit, stop } = untilQuit((key) => inbox.tell(key));
  const grader = await openGrader(root, device, sandbox, { course });
  makeOutFolder(asked.out);
  const desk = new Desk(asked, grader);
  const screen = new Screen(shortened(submissionRoot(folder)) || '.');
  const complain = (why: string) =>
    screen.say(`Saves are not seen here (${why}): press r to grade again.`, desk);
  const watcher = await watchFolder(path.resolve(folder), { tell: () => inbox.tell('saved'), complain });
  try {
    inbox.tell('saved'); // the first look is at everything
    await Promise.race([quit, serve(inbox, desk, screen)]);
    return desk.result ? exitCodeOf(desk.result) : 1;
  } finally {
    stop();
    await watcher.close();
    // What is being graded is not waited for: it ends with this process.
    await Promise.race([closeGrader(grader), quit]);
  }
}

/** Hands on every key but q, which resolves `quit`. */
function untilQuit(tell: (key: Exclude<Key, 'quit'>) => void): { quit: Promise<void>; stop: () => void } {
  let leave = () => {};
  const quit = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const stop = listenForKeys(process.stdin, (key) => (key === 'quit' ? leave() : tell(key)));
  return { quit, stop };
}

/** Does what it is told, one thing after the other; it never ends by itself. */
async function serve(inbox: Inbox<Message>, desk: Desk, screen: Screen): Promise<never> {
  for (;;) {
    const message = await inbox.next();
    if (message === 'saved' || message === 'all') await grade(desk, screen, message === 'all');
    else if (desk.result === null) screen.say('Nothing is graded yet.', desk);
    else if (message === 'list') screen.list(desk);
    else if (message === 'hint') screen.hint(desk);
    else if (desk.goOn()) screen.current(desk);
    else screen.say('Everything has passed.', desk);
  }
}

async function grade(desk: Desk, screen: Screen, isAll: boolean): Promise<void> {
  try {
    const graded = await desk.grade({ isAll });
    if (graded) screen.graded(graded, desk);
  } catch (error) {
    if (!(error instanceof NoSubmission)) throw error;
    screen.say(error.message, desk); // it may come back
  }
}
