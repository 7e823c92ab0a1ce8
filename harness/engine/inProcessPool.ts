// A Vitest pool whose one worker is this very process: no thread to start, and modules stay loaded from run to run.
// Graders are trusted code; what is not trusted runs in the sandbox. Vitest marks its pool interface as experimental,
// so its version is pinned exactly in package.json.

import { EventEmitter } from 'node:events';
import type { PoolRunnerInitializer } from 'vitest/node';
import type * as Worker from 'vitest/worker';

type VitestWorker = typeof Worker;
type PoolWorker = ReturnType<PoolRunnerInitializer['createPoolWorker']>;

/** The pool to hand to `createVitest`; `worker` is Vitest's module of that name. */
export function inProcessPool(worker: VitestWorker): PoolRunnerInitializer {
  return { name: 'in-process', createPoolWorker: () => poolWorker(worker) };
}

/** Vitest's two message channels, as events of one process. */
const toWorker = new EventEmitter();
const toPool = new EventEmitter();

let workerReady = false;

const exit: unknown = Reflect.get(process, 'exit');

function poolWorker(worker: VitestWorker): PoolWorker {
  return {
    name: 'in-process',
    on: (event, callback) => toPool.on(event, callback),
    off: (event, callback) => toPool.off(event, callback),
    // Both sides change what they are sent, so each gets a copy, as it would from a real channel.
    send: (message) => toWorker.emit('message', structuredClone(message)),
    deserialize: (data) => data,
    start: () => Promise.resolve(startWorker(worker)),
    stop: () => {
      toPool.removeAllListeners();
      // Every run adds a listener of its own; the first is the worker's, and stays.
      for (const listener of toWorker.listeners('message').slice(1))
        toWorker.off('message', listener as () => void);
      Reflect.set(process, 'exit', exit); // Vitest replaces it in the process that runs tests
      return Promise.resolve();
    },
  };
}

/** Vitest keeps the worker's state in a module, so it is initialised once a process. */
function startWorker({ init, runBaseTests, setupEnvironment }: VitestWorker): void {
  if (workerReady) return;
  workerReady = true;
  init({
    post: (response) => void toPool.emit('message', structuredClone(response)),
    on: (callback) => void toWorker.on('message', callback),
    off: (callback) => void toWorker.off('message', callback),
    runTests: (state, traces) => runBaseTests('run', state, traces),
    collectTests: (state, traces) => runBaseTests('collect', state, traces),
    setup: setupEnvironment,
  });
}
