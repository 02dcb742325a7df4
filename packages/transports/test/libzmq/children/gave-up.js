import { ChildSocket, say } from './child-socket.js';

const pull = new ChildSocket('PULL');
await pull.bind('tcp://127.0.0.1:*');
await pull.receive({ timeout: 10 }).catch((error) => say(error.code));
