// @ts-check
// A worker thread with many raw peers, each of which completes the handshake and then sends one block again and again,
// as fast as the other side takes it. In a thread of its own, because the test measures the event loop of the victim.
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** @type {{ port: number, peers: number, greeting: Uint8Array, ready: Uint8Array, block: Uint8Array }} */
const { port, peers, greeting, ready, block } = workerData;

let greeted = 0;
for (let index = 0; index < peers; index++) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write(ready);
    socket.resume();
    const flood = () => {
      while (!socket.destroyed && socket.write(block));
      socket.once('drain', flood);
    };
    flood();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    if (++greeted === peers) parentPort?.postMessage('flooding');
  });
  socket.write(greeting);
}
