// A real redis-server, on a port of its own and in a folder of its own.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { mayLeaveOut } from '../../leftOut.ts';

const isMissing = !(process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'redis-server')));

/** Whether tests of the queue are left out, which is said. */
export function skippedWithoutRedis(what: string): boolean {
  const isSkipped = isMissing && mayLeaveOut('redis');
  if (isSkipped) process.stdout.write(`skipped: ${what}, for redis-server is not installed\n`);
  return isSkipped;
}

interface Keeping {
  /** Whether what it holds survives a restart. */
  keepsData: boolean;
}

export class RedisServer {
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'handgrad-redis-'));
  private readonly port: number;
  private readonly keeping: Keeping;
  private server: ChildProcess | null = null;

  static async start(keeping: Keeping): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), keeping);
    await server.go();
    return server;
  }

  private constructor(port: number, keeping: Keeping) {
    this.port = port;
    this.keeping = keeping;
    this.url = `redis://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    if (!this.server) return;
    const ended = once(this.server, 'exit');
    this.server.kill();
    await ended;
    this.server = null;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.go();
  }

  /** Ends it, and what it held is gone. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async go(): Promise<void> {
    const options = {
      port: String(this.port),
      bind: '127.0.0.1',
      dir: this.folder,
      save: '',
      appendonly: this.keeping.keepsData ? 'yes' : 'no',
      appendfsync: 'always',
    };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const server = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.on('exit', () => reject(new Error('redis-server ended')));
      server.stdout.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) resolve();
      });
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
