// Who binds and who connects has nothing to do with who sends. Usually a publisher binds and its subscribers connect;
// here a log collector is the fixed point: the SUB socket binds, and publishers come and go.
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';

// "@" binds, ">" connects, whatever the socket type would do by itself.
await using collector = new ZMQSubscriber('@tcp://127.0.0.1:*', ['warning', 'error']);
await collector.ready;

for (const name of ['web', 'database', 'mail']) {
  await using publisher = new ZMQPublisher(`>${collector.endpoint}`);
  // A publisher drops what nobody has subscribed to, so it waits for the subscription and not for a while.
  await publisher.subscribed('error', { timeout: 10_000 });
  await publisher.send(['debug', name, 'nobody wants to know']);
  await publisher.send(['error', name, 'out of coffee']);
  const message = await collector.receive({ timeout: 10_000 });
  console.log(`${message.text(0)} from ${message.text(1)}: ${message.text(2)}`);
}
