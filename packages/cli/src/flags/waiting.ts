import type { FlagDefinition } from '../grammar/definition.js';

const GROUP = 'Waiting';

/** How long a command takes. */
export const TIMEOUT: FlagDefinition = {
  name: 'timeout',
  short: 't',
  type: 'duration',
  summary: 'end after this time, such as 5s; a number alone is milliseconds',
  group: GROUP,
};

/** Of commands that receive. */
export const IDLE: FlagDefinition = {
  name: 'idle',
  type: 'duration',
  summary: 'end when nothing has arrived for this time',
  group: GROUP,
};

/** Ends what would try again. */
export const FAIL_FAST: FlagDefinition = {
  name: 'fail-fast',
  type: 'boolean',
  summary: 'end when a peer refuses the handshake',
  group: GROUP,
};

/** Of commands that send: the peers they wait for first. */
export const WAIT_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'wait-peers',
    type: 'integer',
    value: 'N',
    summary: 'send when this number of peers are connected, or subscribed; 1 unless given',
    group: GROUP,
  },
  { name: 'wait-time', type: 'duration', default: '5s', summary: 'how long to wait for them', group: GROUP },
  { name: 'no-wait', type: 'boolean', summary: 'do not wait for peers', group: GROUP },
  { name: 'delay', short: 'd', type: 'duration', summary: 'wait before the first message', group: GROUP },
];
