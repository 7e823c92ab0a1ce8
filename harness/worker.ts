// A second process of the same command, which does tasks one at a time; both sides of it. It runs our code alone.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { offline } from './offline.ts';

/** What a worker says first: a task sent before it listens could be lost. */
const READY = 'ready';

/** Said beside an answer, on the way there. */
interface Aside {
  aside: unknown;
}

/** A process of the command `words`, which serves tasks of one kind with `serveTasks`. */
export class WorkerProcess<Task, Answer> {
  private readonly child: ChildProcess;
  private readonly ready: Promise<unknown>;
  private readonly exit: Promise<unknown>;
  private take: (message: unknown) => void = () => {};
  private refuse: (error: Error) => void = () => {};

  /** `isQuiet` where another can take its work, so that its complaints are nobody's business. */
  constructor(
    root: string,
    words: string[],
    { onAside = () => {}, isQuiet = false }: { onAside?: (said: unknown) => void; isQuiet?: boolean } = {},
  ) {
    const complaints = isQuiet ? 'ignore' : 'inherit';
    this.child = fork(path.join(root, 'harness', 'launch.mjs'), words, {
      cwd: root,
      env: offline(),
      stdio: ['ignore', 'ignore', complaints, 'ipc'], // standard output is the command's own
      serialization: 'advanced', // submissions are Maps
    });
    this.exit = once(this.child, 'exit').catch(() => {}); // one that never started is told by whatever it is asked
    this.ready = this.next();
    this.ready.catch(() => {}); // told to whoever asks
    this.child.on('exit', (code, signal) =>
      this.refuse(
        new Error(`A process that graded ended with ${code ?? signal}; what it said stands above.`),
      ),
    );
    this.child.on('error', ({ message }) =>
      this.refuse(new Error(`A process that grades cannot be started: ${message}.`)),
    );
    this.child.on('message', (message: unknown) => {
      if (isAside(message)) onAside(message.aside);
      else this.take(message);
    });
  }

  /** Sends a task and waits for its answer. Rejects where the process ends first. */
  async ask(task: Task): Promise<Answer> {
    await this.ready;
    if (!this.child.connected) throw new Error('A process that graded has ended.');
    const answer = this.next();
    this.child.send(task as object);
    return (await answer) as Answer;
  }

  /** Lets the process end by itself, and waits for it. */
  async close(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.exit;
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.child.kill(signal);
  }

  private next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.take = resolve;
      this.refuse = reject;
    });
  }
}

/** In a worker: does what comes until the process that started it lets go. */
export async function serveTasks(work: (task: unknown) => Promise<unknown>): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    process.on('message', (task) => {
      work(task).then(tell, reject);
    });
  });
  if (!process.connected) return; // whoever started it ended first
  const left = once(process, 'disconnect');
  tell(READY);
  await Promise.race([left, failed]);
}

/** In a worker: says something beside the answer. */
export function tellAside(said: unknown): void {
  tell({ aside: said } satisfies Aside);
}

/** What nobody is there to hear is lost without a word: then this process ends, too. */
function tell(message: unknown): void {
  process.send?.(message, undefined, undefined, () => {});
}

function isAside(message: unknown): message is Aside {
  return typeof message === 'object' && message !== null && 'aside' in message;
}
