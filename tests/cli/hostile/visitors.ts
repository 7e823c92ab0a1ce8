// Servers of this machine that nobody may reach from a sandbox.

import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { temporaryFolder } from '../command.ts';

/** The port that the submissions name. */
const PORT_NAMED = /47_?291/g;
/** The socket that they name. */
const SOCKET_NAMED = '/tmp/handgrad-visitors';

/** A server on loopback, one for datagrams on the same port, and one with a name. */
export class Visitors {
  visits = 0;
  private readonly named = this.server();
  private readonly numbered = this.server();
  private readonly datagrams = dgram.createSocket('udp4');
  private readonly socket = path.join(temporaryFolder(), 'visitors');
  private port = 0;

  async open(): Promise<void> {
    await once(this.named.listen(this.socket), 'listening');
    await once(this.numbered.listen(0, '127.0.0.1'), 'listening');
    this.port = (this.numbered.address() as net.AddressInfo).port;
    this.datagrams.on('message', () => this.visits++);
    this.datagrams.bind(this.port, '127.0.0.1');
    await once(this.datagrams, 'listening');
  }

  /** The same submission, aimed at these very servers. */
  aimed(files: Map<string, string>): Map<string, string> {
    const aim = (text: string) =>
      text.replaceAll(PORT_NAMED, String(this.port)).replaceAll(SOCKET_NAMED, this.socket);
    return new Map([...files].map(([name, text]) => [name, aim(text)]));
  }

  close(): void {
    this.datagrams.close();
    this.named.close();
    this.numbered.close();
  }

  private server(): net.Server {
    return net.createServer((visitor) => {
      this.visits++;
      visitor.destroy();
    });
  }
}
