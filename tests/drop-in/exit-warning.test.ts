import { expect, it } from 'vitest';
import { run } from './program.js';

// The messages wait for a second, so that the warning comes before the end of the process.
const SENDS = `
  push.connect('tcp://127.0.0.1:9');
  push.send('x');
`;
const WARNING = 'Waiting for queued ZeroMQ messages to be delivered.';
const ADVICE = "Set 'context.blocky = false' to change this behaviour.";

it('a process that waits for messages says so, and names the option of its context', async () => {
  const { stderr } = await run(`const push = new Push({ linger: 1000 }); ${SENDS}`);
  expect(stderr).toMatch(new RegExp(`^\\(node:\\d+\\) WARNING: ${WARNING} ${ADVICE}\n$`, 'u'));
});

it('it does not name the option where the context of the socket has it off', async () => {
  const { stderr } = await run(`
    new Pair().connect('tcp://127.0.0.1:9');
    const push = new Push({ context: new Context({ blocky: false }), linger: 1000 });
    ${SENDS}
  `);
  expect(stderr).toMatch(new RegExp(`^\\(node:\\d+\\) WARNING: ${WARNING}\n$`, 'u'));
});

it('a process without messages ends without a word', async () => {
  const { stderr } = await run(`new Push({ linger: 1000 }).connect('tcp://127.0.0.1:9');`);
  expect(stderr).toBe('');
});
