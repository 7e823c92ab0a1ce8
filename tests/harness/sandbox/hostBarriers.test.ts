import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { faultOf, load, sandboxes, type Sandbox } from './students.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const found = await sandboxes('what student code can reach');

describe.each(found)('in $mode', (sandbox) => {
  describe.skipIf(sandbox.isSkipped)('student code', () => {
    it.each([
      ['reads /etc/passwd', "fs.readFileSync('/etc/passwd')"],
      ['reads a solution by its path from here', "fs.readFileSync('../solutions/01-forward.ts')"],
      ['reads a solution', `fs.readFileSync(${JSON.stringify(join(root, 'solutions', '01-forward.ts'))})`],
      [
        'reads a grader through a buffer',
        `fs.readFileSync(Buffer.from(${JSON.stringify(join(root, 'graders', 'rubric.yaml'))}))`,
      ],
      ['lists the root', "fs.readdirSync('/')"],
      ['reads the environment of the harness', 'fs.readFileSync(`/proc/${process.ppid}/environ`)'],
      ['writes a file', "fs.writeFileSync('/tmp/handgrad-written', 'x')"],
      ['makes a link', "fs.symlinkSync('/etc/passwd', '/tmp/handgrad-linked')"],
      ['starts a program', "builtin('node:child_process').execSync('id')"],
      ['starts a thread', "new (builtin('node:worker_threads').Worker)('0', { eval: true })"],
      ['opens the inspector', "builtin('node:inspector').open(0)"],
    ])('that %s is refused', async (_, expression) => {
      const code = `const builtin = (name: string): any => process.getBuiltinModule(name);
        const fs = builtin('node:fs');
        export function f() { return String(${expression}); }\nvoid fs;`;
      const student = await load(sandbox, code);
      const fault = await faultOf(student.call('f', [], { read: null }));
      expect(fault.kind).toBe('threw');
      expect(fault.message).toMatch(/Access to this API has been restricted|requires full fs\.read|ENOENT/);
    });

    it('that imports by a computed name finds nothing', async () => {
      const code = 'export function f() { return new Function(\'return import("node:fs")\')(); }';
      const student = await load(sandbox, code);
      expect((await faultOf(student.call('f', [], { read: null }))).message).toMatch(
        /^threw TypeError.*: A dynamic import callback was not specified/,
      );
    });

    it('that reads the environment sees none of the harness', async () => {
      vi.stubEnv('HANDGRAD_TEST_SECRET', 'a secret');
      onTestFinished(() => void vi.unstubAllEnvs());
      const code = 'export function f() { throw new Error(Object.keys(process.env).toSorted().join()); }';
      const { message } = await faultOf((await load(sandbox, code)).call('f', [], { read: null }));
      // bubblewrap sets PWD by itself; without it node is found by its full path, and PATH is harmless.
      const names = sandbox.mode === 'bubblewrap' ? 'HOME,LANG,PWD,TZ' : 'HOME,LANG,PATH,TZ';
      expect(message).toBe(`threw Error: ${names}`);
    });
  });
});

const bubblewrap = found.find(({ mode }) => mode === 'bubblewrap') as Sandbox;

describe.skipIf(bubblewrap.isSkipped)('in bubblewrap, student code', () => {
  let server: Server;
  let port = 0;
  let visits = 0;

  beforeAll(async () => {
    server = createServer((visitor) => {
      visits++;
      visitor.end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => void server.close());

  it.each([
    ['fetches', (to: number) => `await fetch('http://127.0.0.1:${to}')`, 'threw TypeError: fetch failed'],
    [
      'connects',
      (to: number) => `await new Promise((done, fail) =>
        process.getBuiltinModule('node:net').connect(${to}, '127.0.0.1').on('connect', done).on('error', fail))`,
      /^threw Error: connect E(PERM|RR_ACCESS_DENIED|CONNREFUSED|NETUNREACH|ACCES)/,
    ],
    [
      'asks for an address',
      () => "await process.getBuiltinModule('node:dns').promises.lookup('example.org')",
      /^threw Error: getaddrinfo E/,
    ],
  ])('that %s is refused', async (_, statement, says) => {
    const student = await load(bubblewrap, `export async function f() { ${statement(port)}; return 1; }`);
    const { message } = await faultOf(student.call('f', [], { read: null }));
    expect(message).toEqual(says instanceof RegExp ? expect.stringMatching(says) : says);
    expect(visits).toBe(0);
  });

  it('sees no other process, no name of this machine, no folder of it', async () => {
    const code = `export function f() {
      const os = process.getBuiltinModule('node:os');
      throw new Error(JSON.stringify([os.hostname(), process.getuid?.(), process.cwd(), process.argv, process.execArgv, process.ppid]));
    }`;
    const { message } = await faultOf((await load(bubblewrap, code)).call('f', [], { read: null }));
    expect(message).toMatch(
      /^threw Error: \["sandbox",65534,"\/tmp",\["\/node","\/job\/child\.cjs"\],\[.*\],1\]$/,
    );
  });

  it('kills nobody but itself', async () => {
    const code = `export function f(pid: number) {
      try { process.kill(pid, 'SIGKILL'); } catch (error) { return (error as { code: string }).code === 'ESRCH' ? 1 : 2; }
      return 3;
    }`;
    const student = await load(bubblewrap, code);
    const answer = await student.call('f', [process.pid], { read: null });
    expect(answer.value).toEqual({ kind: 'number', number: 1 });
  });
});
