// The bundler's own process: serves one request after the other until the harness closes the channel.
// It runs no student code, but reads it, and code can be written that makes a parser or bundler run for ever or crash.

import { bundleExercise, type BundleRequest } from '../bundle.ts';

// A student process without its own PID namespace could open this process's inspector by this signal.
process.on('SIGUSR1', () => {});

process.on('message', (request: BundleRequest) => {
  void bundleExercise(request).then(
    (bundling) => process.send?.({ bundling }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
