import { once } from 'node:events';
import { ZMQPush } from '@zeromq-ts/pushpull';
import '@zeromq-ts/websocket';
import { expect, it } from 'vitest';
import { Pull } from 'zeromq';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

it('WM-05 WM-07 a PLAIN server of libzmq without a ZAP handler ends the handshake; the client is notified, and tries again', async () => {
  const pull = new Pull({ plainServer: true, linger: 0 });
  using({ close: () => pull.close() });
  await pull.bind('ws://127.0.0.1:*/');
  const push = using(
    new ZMQPush(pull.lastEndpoint as string, {
      plainUsername: 'ann',
      plainPassword: 'secret',
      reconnectInterval: 10,
    }),
  );
  for (let attempt = 0; attempt < 2; attempt++) {
    const [{ error }] = (await once(push as never, 'handshake-failed')) as [{ error: Error }];
    expect(error.message).toContain('PLAIN');
  }
});
