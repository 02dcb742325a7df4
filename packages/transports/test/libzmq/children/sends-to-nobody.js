import { ChildSocket, say } from './child-socket.js';

for (const endpoint of ['tcp://127.0.0.1:9', 'ipc:///no/such/socket', 'inproc://nobody']) {
  const push = new ChildSocket('PUSH', { linger: 50 });
  push.connect(endpoint);
  await push.send('to nobody');
}
say('sent');
