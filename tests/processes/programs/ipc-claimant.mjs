// @ts-check
// For each line "AT PATH" binds to that path when the clock says AT, prints what came of it, and closes at the next line.
//   usage: node ipc-claimant.mjs
import { createInterface } from 'node:readline';
import { ZMQPull } from 'zeromq-ts';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
console.log('READY');
for (;;) {
  const { value, done } = await lines.next();
  if (done) break;
  const [at, path] = value.split(' ');
  const pull = new ZMQPull();
  // All of them at once, as near as the clock allows.
  while (Date.now() < Number(at));
  console.log(
    await pull.bind(`ipc://${path}`).then(
      () => 'BOUND',
      (error) => error.code,
    ),
  );
  await lines.next();
  await pull.close({ linger: 0 });
  console.log('CLOSED');
}
