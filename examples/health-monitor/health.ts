import { json } from '@zeromq-ts/typed';

/** What an agent reports. */
export interface Health {
  readonly name: string;
  readonly load: number;
}

export const health = json<Health>();
export const REPORT_INTERVAL_MS = 200;
