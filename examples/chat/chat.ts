import { service } from '@zeromq-ts/rpc';
import { z } from 'zod';

export const chat = service({
  say: { input: z.string() },
  /** Takes a name, and returns what is said and who comes and leaves, until the client leaves. */
  listen: { input: z.string(), output: z.string(), stream: true },
});
