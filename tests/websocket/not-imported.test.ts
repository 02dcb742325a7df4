import { parseEndpoint } from '@zeromq-ts/core';
import { ZMQPair } from '@zeromq-ts/pair';
import { expect, it } from 'vitest';

it.each(['ws', 'wss'])('%s:// without the package says which one to import', async (protocol) => {
  const error = expect.objectContaining({
    code: 'EPROTONOSUPPORT',
    message: expect.stringContaining('@zeromq-ts/websocket'),
  });
  expect(() => parseEndpoint(`${protocol}://host/`)).toThrow(error);
  await using socket = new ZMQPair();
  expect(() => socket.connect(`${protocol}://host/` as never)).toThrow(error);
});
