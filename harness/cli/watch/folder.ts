// Tells when anything in a folder was saved.

import path from 'node:path';
import { watch } from 'chokidar';

/** Editors save in several steps, a few milliseconds apart (ms); a person does not notice a wait of this length. */
const SETTLE_MS = 40;

/**
 * Calls `tell` after each save in `folder`, once things are quiet. Dot folders and node_modules do not count, links are not
 * followed. What cannot be watched is told to `complain`, in words. Resolves when it is watching.
 */
export async function watchFolder(
  folder: string,
  { tell, complain }: { tell: () => void; complain: (why: string) => void },
): Promise<{ close(): Promise<void> }> {
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, SETTLE_MS);
  };
  const watcher = watch(folder, {
    ignored: (file) => isPassedOver(path.relative(folder, file)),
    ignoreInitial: true,
    followSymlinks: false,
  });
  watcher.on('all', settle);
  watcher.on('error', (error) => complain(error instanceof Error ? error.message : String(error)));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return {
    close: () => {
      clearTimeout(timer);
      return watcher.close();
    },
  };
}

function isPassedOver(relative: string): boolean {
  const name = path.basename(relative);
  return name === 'node_modules' || (name.startsWith('.') && relative !== '' && !relative.startsWith('..'));
}
