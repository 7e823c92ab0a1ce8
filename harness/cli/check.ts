import type { ExitCode } from './main.ts';

export function checkCommand(): Promise<ExitCode> {
  return Promise.resolve(0);
}
