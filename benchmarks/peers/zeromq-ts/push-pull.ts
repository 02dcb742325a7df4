import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { Meter } from '../meter.js';
import { number, payload, perform, tell, text } from '../participant.js';

function message(): Buffer | Buffer[] {
  const frames = number('frames');
  return frames === 1 ? payload() : Array.from({ length: frames }, payload);
}

// Over tcp, the package is not loaded.
if (text('endpoint').startsWith('ws:')) await import('@zeromq-ts/websocket');

await perform({
  async pull() {
    const pull = new ZMQPull();
    tell({ bound: await pull.bind(text('endpoint')) });
    const meter = new Meter();
    do await pull.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate } });
  },

  async push() {
    const push = new ZMQPush(text('endpoint'));
    const each = message();
    for (;;) await push.send(each);
  },

  /** Takes all that is there before it waits. */
  async pullAll() {
    const pull = new ZMQPull();
    tell({ bound: await pull.bind(text('endpoint')) });
    const meter = new Meter();
    for (;;) {
      await pull.receive();
      do {
        if (meter.count()) return tell({ result: { rate: meter.rate } });
      } while (pull.tryReceive() !== undefined);
    }
  },

  /** Sends until there is no room before it waits. */
  async pushAll() {
    const push = new ZMQPush(text('endpoint'));
    const each = message();
    for (;;) {
      while (push.trySend(each));
      await push.send(each);
    }
  },
});
