// Lazy Pirate: a request that is sent again when no reply comes in time, and given up when none ever does.
import { ZMQError } from '@zeromq-ts/core';
import { ZMQRequest } from '@zeromq-ts/reqrep';

await using client = new ZMQRequest(process.argv[2] ?? 'tcp://127.0.0.1:5555', { linger: 0 });

for (let number = 1; number <= 6; number++) {
  const start = performance.now();
  try {
    // At most six tries of a second each. A late reply to an earlier try is never taken for the answer.
    const reply = await client.request(String(number), { timeout: 1000, retries: 5 });
    const tries = 1 + Math.floor((performance.now() - start) / 1000);
    console.log(`Request ${number}: ${reply}${tries > 1 ? `, at try ${tries}` : ''}`);
  } catch (error) {
    if (!(error instanceof ZMQError) || error.code !== 'EAGAIN') throw error;
    console.log(`Request ${number}: the server seems to be offline, giving up`);
    process.exitCode = 1;
    break;
  }
}
