import { expect, it } from 'vitest';
import { run } from './program.js';

it('sockets that were dropped without close are collected, and give their places in the context back', async () => {
  const { stdout } = await run(`
    const { setFlagsFromString } = require('node:v8');
    const { runInNewContext } = require('node:vm');
    const { setImmediate } = require('node:timers/promises');
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const context = new Context({ maxSockets: 10 });
    const open = (name) => new Pull({ context }).bindSync(name);
    (async () => {
      for (let each = 0; each < 100; each++) {
        open('inproc://' + each);
        gc();
        await setImmediate();
      }
      console.log('all');
    })();
  `);
  expect(stdout).toBe('all\n');
});
