import { ChildSocket } from './child-socket.js';

const [endpoint, count] = process.argv.slice(2);
const push = new ChildSocket('PUSH');
push.connect(endpoint);
for (let index = 0; index < Number(count); index++) await push.send(`${index}`);
