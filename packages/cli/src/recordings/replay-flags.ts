import type { FlagDefinition } from '../grammar/definition.js';
import { RANGE_FLAGS } from './flags.js';

const HOW = 'How it is replayed';
const WHICH = 'Recordings';

/** The flags of `replay`, beside those of its socket. */
export const REPLAY_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'as',
    type: 'choice',
    values: ['pub', 'push', 'dealer', 'router', 'pair', 'xpub'],
    summary: 'the socket that sends; default: what fits the type in the recording',
    group: HOW,
  },
  {
    name: 'speed',
    type: 'text',
    value: 'FACTOR',
    default: '1',
    summary: 'from 0.001 to 1000, or max: do not wait',
    group: HOW,
  },
  { name: 'rate', type: 'rate', summary: 'send this number in a second, whatever their times are', group: HOW },
  {
    name: 'by',
    type: 'choice',
    values: ['t', 'x'],
    default: 't',
    summary: 'the times that count: when messages were recorded (t), or published (x)',
    group: HOW,
  },
  { name: 'max-gap', type: 'duration', most: Infinity, summary: 'shorten longer pauses to this', group: HOW },
  {
    name: 'loop',
    type: 'integer',
    value: 'N',
    default: '1',
    summary: 'replay this number of times; 0 for without end',
    group: HOW,
  },
  {
    name: 'start-paused',
    type: 'boolean',
    summary: 'begin paused: on a terminal, space goes on and . sends one',
    group: HOW,
  },
  {
    name: 'no-catch-up',
    type: 'boolean',
    summary: 'after a stall, send everything later instead of faster',
    group: HOW,
  },
  {
    name: 'direction',
    type: 'choice',
    values: ['in', 'out', 'both'],
    default: 'in',
    summary: 'of a recording between two sockets: which way',
    group: HOW,
  },
  { name: 'count', short: 'n', type: 'integer', summary: 'end after this number of messages', group: WHICH },
  { name: 'match', type: 'text', value: 'REGEX', summary: 'messages whose text matches', group: WHICH },
  { name: 'skip', type: 'text', value: 'REGEX', summary: 'leave out messages whose text matches', group: WHICH },
  ...RANGE_FLAGS,
];
