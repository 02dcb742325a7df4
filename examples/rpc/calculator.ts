import { service } from '@zeromq-ts/rpc';
import { z } from 'zod';

/** What server and clients have in common. */
export const calculator = service(
  {
    divide: { input: z.object({ a: z.number(), b: z.number() }), output: z.number(), idempotent: true },
    primes: { input: z.number().int(), output: z.number(), stream: true },
  },
  { name: 'calculator', version: '1.0.0' },
);
