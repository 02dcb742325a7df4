import { expect } from 'vitest';
import type { Suite } from '../conformance/suite.js';
import { eventually, expectRefusal, inTime } from '../conformance/waiting.js';
import { Stage } from './stage.js';
import type { Receiving, Sending, TestedSocketType } from './tested-socket-type.js';

/** What `close` promises. */
export function ending(suite: Suite, tested: TestedSocketType): void {
  const { sends, receives } = tested.definition;

  suite.overTransports('close is idempotent, and emits closed once', async (scope) => {
    const socket = new Stage(scope, tested).open();
    await socket.bind(await scope.endpoint());
    let closed = 0;
    socket.on('closed', ({ endpoint }) => {
      if (endpoint === undefined) closed++;
    });
    const both = [socket.close(), socket.close({ linger: 0 })];
    expect(socket.closed).toBe(true);
    await inTime('close', Promise.all(both));
    await socket.close();
    expect(closed).toBe(1);
  });

  suite.it('everything on a closed socket is ENOTSOCK', async (scope) => {
    const socket = new Stage(scope, tested).open();
    const endpoint = await scope.endpoint();
    await socket.close();
    await expectRefusal(socket.bind(endpoint), 'ENOTSOCK');
    await expectRefusal(() => socket.connect(endpoint), 'ENOTSOCK');
    await expectRefusal(socket.connected(), 'ENOTSOCK');
    if (sends) {
      await expectRefusal((socket as Sending).send('x'), 'ENOTSOCK');
      await expectRefusal(() => (socket as Sending).trySend('x'), 'ENOTSOCK');
    }
    if (receives) {
      await expectRefusal((socket as Receiving).receive(), 'ENOTSOCK');
      await expectRefusal(() => (socket as Receiving).tryReceive(), 'ENOTSOCK');
    }
  });

  suite.it('what waits when the socket closes is ENOTSOCK', async (scope) => {
    const socket = new Stage(scope, tested).open();
    const waiting = [expectRefusal(socket.connected(), 'ENOTSOCK')];
    if (receives) waiting.push(expectRefusal((socket as Receiving).receive(), 'ENOTSOCK'));
    await inTime('close', socket.close({ linger: 0 }));
    await Promise.all(waiting);
  });

  suite.overTransports('when close resolves, the endpoint is free', async (scope) => {
    const stage = new Stage(scope, tested);
    const endpoint = await scope.endpoint();
    for (let round = 0; round < 5; round++) {
      const socket = stage.open();
      await socket.bind(endpoint);
      await socket.close();
    }
  });

  suite.overTransports('the peer of a socket that closes sees it leave', async (scope) => {
    const stage = new Stage(scope, tested);
    const [socket, peer] = [stage.open(), stage.openPeer()];
    await scope.join(socket, peer);
    await socket.close();
    await eventually('it has left', () => peer.stats().peers === 0);
  });

  suite.overTransports('both sides can be closed at the same time', async (scope) => {
    const stage = new Stage(scope, tested);
    const [socket, peer] = [stage.open(), stage.openPeer()];
    await scope.join(socket, peer);
    await inTime('both', Promise.all([socket.close(), peer.close()]));
  });

  suite.it('await using closes the socket', async (scope) => {
    const socket = new Stage(scope, tested).open();
    // As the end of an `await using` block does, which Node 20 cannot parse.
    await socket[Symbol.asyncDispose]();
    expect(socket.closed).toBe(true);
  });
}
