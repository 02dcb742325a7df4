/** One thing that a peer, or somebody else, may do to us; tests cite its number in their titles. */
export interface Attack {
  readonly number: string;
  readonly what: string;
  /** Why no test is about it, if none is. */
  readonly untested?: string;
}

const NO_WEBSOCKET = 'there is no transport ws';

/** Malformed input: what the engine must do with it is said by the tests. */
const MALFORMED: readonly Attack[] = [
  { number: 'X-01', what: 'the connection ends within the greeting' },
  { number: 'X-02', what: 'the first octet is not FF' },
  { number: 'X-03', what: 'the signature does not end in 7F' },
  { number: 'X-04', what: 'another mechanism' },
  { number: 'X-05', what: 'a message before the end of the handshake' },
  { number: 'X-06', what: 'an unknown, empty or cut off command in the handshake' },
  { number: 'X-07', what: 'PING or SUBSCRIBE before READY' },
  { number: 'X-08', what: 'metadata that does not end where it should' },
  { number: 'X-09', what: 'a socket type that there is not, or that does not fit' },
  { number: 'X-10', what: 'an identity that is too long, or begins with a zero octet' },
  { number: 'X-11', what: 'a size beyond 2^63, or beyond what is taken' },
  { number: 'X-12', what: 'reserved flags' },
  { number: 'X-13', what: 'a command with MORE' },
  { number: 'X-14', what: 'an unknown command after the handshake' },
  { number: 'X-15', what: 'an empty or cut off command after the handshake' },
  { number: 'X-16', what: 'a PING that is too short' },
  { number: 'X-17', what: 'a PONG that nobody has asked for' },
  { number: 'X-18', what: 'the end of a subscription that there is not, and commands of other socket types' },
  { number: 'X-19', what: 'ERROR after the handshake' },
  { number: 'X-20', what: 'CURVE: a command that is malformed, or not sealed as it should be' },
  { number: 'X-21', what: 'CURVE: something else than MESSAGE after READY' },
  { number: 'X-22', what: 'PLAIN: a HELLO whose lengths do not fit' },
  { number: 'X-23', what: 'REQ: a reply without its delimiter' },
  { number: 'X-24', what: 'REP: a request without its delimiter' },
  { number: 'X-25', what: 'the connection ends within a frame, or within a message' },
  { number: 'X-26', what: 'WebSocket: what is no binary message, or no upgrade', untested: NO_WEBSOCKET },
  { number: 'X-27', what: 'a reply of a ZAP handler that is malformed' },
  { number: 'X-28', what: 'the peer ends its side while there is more for it' },
  { number: 'X-29', what: 'a peer that never reads' },
  { number: 'X-30', what: 'a good beginning, and nothing after it' },
];

/** Classes of attacks, each of which has hit an implementation of ZeroMQ. */
const CLASSES: readonly Attack[] = [
  { number: 'A-01', what: 'lengths round the limits of number types' },
  { number: 'A-02', what: 'much is announced, and little comes' },
  { number: 'A-03', what: 'input cut at every octet, and memory that is used again' },
  { number: 'A-04', what: 'lengths within commands, and very many properties' },
  { number: 'A-05', what: 'PING with too little or too much context' },
  { number: 'A-06', what: 'floods of PING and PONG' },
  { number: 'A-07', what: 'connections that say little and stay' },
  { number: 'A-08', what: 'a connection before its handshake is no peer' },
  { number: 'A-09', what: 'older greetings and other protocols' },
  { number: 'A-10', what: 'storms of connections that come to nothing' },
  { number: 'A-11', what: 'CURVE: every field of every command changed' },
  { number: 'A-12', what: 'CURVE: replay, reordering, reflection' },
  { number: 'A-13', what: 'CURVE: vouches for others, and keys of low order' },
  { number: 'A-14', what: 'CURVE: floods of HELLO' },
  { number: 'A-15', what: 'keys in texts' },
  { number: 'A-16', what: 'CURVE: what is readable on the wire' },
  { number: 'A-17', what: 'subscriptions without number' },
  { number: 'A-18', what: 'ends of subscriptions that there are not' },
  { number: 'A-19', what: 'messages that look like subscriptions' },
  { number: 'A-20', what: 'subscribers and requesters that do not read' },
  { number: 'A-21', what: 'identities of others' },
  { number: 'A-22', what: 'metadata that poses as something else' },
  { number: 'A-23', what: 'messages without an end' },
  { number: 'A-24', what: 'half messages' },
  { number: 'A-25', what: 'messages to sockets that receive none' },
  { number: 'A-26', what: 'envelopes of any shape' },
  { number: 'A-27', what: 'PLAIN: names and passwords of any shape' },
  { number: 'A-28', what: 'ZAP handlers that answer wrongly, or not at all' },
  { number: 'A-29', what: 'ERROR commands of any text' },
  { number: 'A-30', what: 'WebSocket: headers, lengths, fragments', untested: NO_WEBSOCKET },
  { number: 'A-31', what: 'a hostile SOCKS proxy', untested: 'proxies of SOCKS are not spoken to' },
  { number: 'A-32', what: 'ipc: what is at the path, and who may use it' },
  { number: 'A-33', what: 'endpoints of any text' },
  { number: 'A-34', what: 'options of any name, type and value' },
  { number: 'A-35', what: 'more connections than the process may have' },
  { number: 'A-36', what: 'servers that close at once' },
  { number: 'A-37', what: 'intervals round the limits of timers' },
  { number: 'A-38', what: 'one peer at line rate' },
  { number: 'A-39', what: 'input that takes quadratic time' },
  { number: 'A-40', what: 'callbacks that throw' },
  { number: 'A-41', what: 'datagrams', untested: 'there is no transport udp' },
  { number: 'A-42', what: 'examples and defaults that are unsafe' },
  {
    number: 'A-43',
    what: 'all of this on the engine libzmq',
    untested:
      'its code is not ours to mend: the conformance suites run on it, silent and talkative peers among them, and what ' +
      'fails there is listed in docs/compat.md',
  },
];

export const ATTACKS: readonly Attack[] = [...MALFORMED, ...CLASSES];
