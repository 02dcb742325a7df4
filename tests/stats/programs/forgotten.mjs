// Drops ten sockets whose figures are exposed, and says when they are closed. Needs --expose-gc.
import { setTimeout } from 'node:timers/promises';
import { eachOpenSocket } from '@zeromq-ts/core/spi';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { exposeStats } from '@zeromq-ts/stats';

await exposeStats('tcp://127.0.0.1:*');
for (let n = 0; n < 10; n++) await new ZMQPull().bind(`inproc://forgotten-${n}`);

function open() {
  let count = 0;
  eachOpenSocket(() => count++)();
  return count;
}

console.log(`OPEN ${open()}`);
// That of the figures stays.
while (open() > 1) {
  globalThis.gc?.();
  await setTimeout(10);
}
console.log('CLOSED');
