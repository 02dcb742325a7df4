import { fork, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';

const PROGRAM = `
  const server = require('node:net').createServer();
  server.listen({ port: Number(process.argv[2]), host: process.argv[1], backlog: 1 }, () => {
    process.send(server.address().port, () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** A listener in another process that never accepts, and whose queue is full: attempts to connect are not answered. */
export class DeafListener {
  readonly endpoint: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, host: string, port: number) {
    this.#child = child;
    this.endpoint = `tcp://${host}:${port}`;
  }

  static async start(host = '127.0.0.1', wanted = 0): Promise<DeafListener> {
    const child = fork('-e', [PROGRAM, host, String(wanted)], { execArgv: [] });
    const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve(Number(message))));
    // The queue takes one more than it is to. What is not answered any more keeps waiting until the child is gone.
    await new Promise<void>((resolve) => {
      let connected = 0;
      for (let index = 0; index < 4; index++) {
        const socket = connect(port, host, () => {
          if (++connected === 2) resolve();
        });
        socket.unref();
        socket.on('error', () => {});
      }
    });
    return new DeafListener(child, host, port);
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}
