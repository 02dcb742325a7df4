import { Stage } from '../run/stage.js';
import type { Case, Figures, Metric, Scenario } from './scenario.js';

const CALLS: Metric = { name: 'rate', unit: 'calls/s', better: 'more' };
const OURS = ['zmtp', 'libzmq'];

interface Form {
  readonly name: string;
  readonly server: string;
  readonly client: string;
  readonly underWay: number;
  /** A form that is not a library's. */
  readonly byHand?: boolean;
}

const FORMS: readonly Form[] = [
  { name: '256 under way', server: 'server', client: 'client', underWay: 256 },
  { name: '256 under way, DEALER and ROUTER by hand', server: 'router', client: 'dealer', underWay: 256, byHand: true },
  { name: '1 under way', server: 'server', client: 'client', underWay: 1 },
  { name: '1 under way, one REQ by hand', server: 'reply', client: 'request', underWay: 1, byHand: true },
];

function one({ name, server, client, underWay, byHand = false }: Form): Case {
  return {
    name,
    metrics: [CALLS],
    quick: true,
    ...(byHand ? { peers: OURS } : {}),
    async measure(peer, timing) {
      await using stage = new Stage(peer, timing);
      const { endpoint } = await stage.bind('rpc', server, { endpoint: stage.endpoint('tcp') });
      const values = { endpoint, 'under-way': underWay, stride: underWay === 1 ? 1 : 64 };
      return await stage.report<Figures>(stage.start('rpc', client, values), 'result');
    },
  };
}

export const RPC: Scenario = {
  name: 'rpc',
  title:
    'Calls of a method that returns what it is given, an object with a text of 64 characters, between two processes.',
  program: 'rpc',
  cases: FORMS.map(one),
};
