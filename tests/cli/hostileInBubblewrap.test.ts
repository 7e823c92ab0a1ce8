// Every hostile submission in this sandbox; a file of its own, so that both sandboxes are tried side by side.

import { claimAttacksEnd } from './hostile/claims.ts';

await claimAttacksEnd('bubblewrap');
