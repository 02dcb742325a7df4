// Remote procedure calls: the server. Stopped, it answers the calls that it has begun.
//
//   node examples/dist/rpc/server.js
//   node examples/dist/rpc/client.js
import { RpcError, RpcServer } from '@zeromq-ts/rpc';
import { calculator } from './calculator.js';

const server = new RpcServer(calculator, {
  divide: ({ a, b }) => {
    if (b === 0) throw new RpcError('DIVISION_BY_ZERO', 'b is 0.');
    return a / b;
  },
  *primes(below) {
    for (let number = 2; number < below; number++) {
      let divisor = 2;
      while (number % divisor !== 0) divisor++;
      if (divisor === number) yield number;
    }
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close({ timeout: 5000 }));
console.log(`Serving at ${await server.bind(process.argv[2] ?? 'tcp://127.0.0.1:5572')}`);
