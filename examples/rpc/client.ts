// Calls the calculator: two calls at a time, a stream, an error that has crossed the wire, and one that the compiler prevents.
import { RpcClient, type RpcError } from '@zeromq-ts/rpc';
import { calculator } from './calculator.js';

await using client = new RpcClient(
  calculator,
  process.argv.slice(2).length > 0 ? process.argv.slice(2) : 'tcp://127.0.0.1:5572',
);
const { divide, primes } = client.call;

console.log(await Promise.all([divide({ a: 6, b: 3 }), divide({ a: 1, b: 4 })]));
for await (const prime of primes(12)) console.log(prime);
await divide({ a: 1, b: 0 }, { timeout: 1000 }).catch(({ code }: RpcError) => console.log(code));
// divide({ a: '6', b: 3 }) does not compile.
