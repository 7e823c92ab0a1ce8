// Servers of this machine that nobody may reach from a sandbox.

import dgram from 'node:dgram';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import net from 'node:net';

/** The port that the submissions name. */
const PORT_NAMED = /47_?291/g;
const SOCKET = '/tmp/handgrad-hostile-socket';

/** A server on loopback, one for datagrams on the same port, and one with a name. */
export class Visitors {
  visits = 0;
  private readonly named = this.server();
  private readonly numbered = this.server();
  private readonly datagrams = dgram.createSocket('udp4');
  private port = 0;

  async open(): Promise<void> {
    rmSync(SOCKET, { force: true });
    await once(this.named.listen(SOCKET), 'listening');
    await once(this.numbered.listen(0, '127.0.0.1'), 'listening');
    this.port = (this.numbered.address() as net.AddressInfo).port;
    this.datagrams.on('message', () => this.visits++);
    this.datagrams.bind(this.port, '127.0.0.1');
    await once(this.datagrams, 'listening');
  }

  /** The same submission, aimed at this very port. */
  aimed(files: Map<string, string>): Map<string, string> {
    return new Map([...files].map(([name, text]) => [name, text.replaceAll(PORT_NAMED, String(this.port))]));
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
