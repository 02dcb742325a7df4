// Exposes figures, says where, and has nothing to do: it ends.
import { exposeStats } from '@zeromq-ts/stats';

const { endpoint } = await exposeStats('tcp://127.0.0.1:*', { interval: 10 });
console.log(`READY ${endpoint}`);
