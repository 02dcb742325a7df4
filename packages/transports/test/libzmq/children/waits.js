import { ChildSocket, say } from './child-socket.js';

const pull = new ChildSocket('PULL');
say(await pull.bind('tcp://127.0.0.1:*'));
say(String(await pull.receive()));
