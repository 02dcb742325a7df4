// @ts-check
// Sends messages that nobody takes, and ends. Tells how many the process waits for at its end.
// usage: node exit-listener.mjs COUNT LINGER
import { onMessagesAtExit, ZMQPush } from 'zeromq-ts';

const [count, linger] = process.argv.slice(2).map(Number);
onMessagesAtExit((messages) => console.log(`WAITING ${messages}`));
const removed = onMessagesAtExit(() => console.log('REMOVED'));
removed();
const push = new ZMQPush('tcp://127.0.0.1:9', { linger });
for (let each = 0; each < (count ?? 0); each++) void push.send('x');
process.on('exit', () => console.log('DONE'));
