// @ts-check
// Binds a PULL and waits for one message, then is done.  usage: waiting.mjs ENDPOINT
import { ZMQPull } from 'zeromq-ts';

const pull = new ZMQPull();
await pull.bind(process.argv[2] ?? '');
console.log('bound');
console.log(`received ${(await pull.receive()).text()}`);
