// @ts-check
// A process with many raw peers, each of which completes the handshake and then sends one block again and again, as fast
// as the other side takes it. In a process of its own, because the test measures how much the process of the victim computes.
import { connect } from 'node:net';

/** @type {{ port: number, peers: number, greeting: Uint8Array, ready: Uint8Array, block: Uint8Array }} */
const { port, peers, greeting, ready, block } = await new Promise((resolve) => process.once('message', resolve));

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
    if (++greeted === peers) process.send?.('flooding');
  });
  socket.write(greeting);
}
