import { describe, expect, it } from 'vitest';
import { ENGINES } from './engines.js';
import { IN_PEACE } from './line-child.js';
import { startProgram } from './program.js';

/** What each case says, line by line. */
const CASES = [
  ['whose promise of a message somebody has are kept until it is there', 'waiting', ['PEERS 1', 'GOT worth waiting']],
  ['that are iterated are kept between two messages, too', 'iterating', ['PEERS 1', 'SEEN 2']],
  ['with a listener are kept', 'listening', ['TOLD handshake-succeeded']],
  ['deliver what they were given to send', 'unsent', ['DELIVERED 500']],
  ['made for one request each are freed', 'requests', ['ANSWERED 50']],
  ['that the program refers to are kept', 'referred', ['GOT still there', 'GOT still there']],
] as const;

const CLASSES = [
  'ZMQRequest',
  'ZMQReply',
  'ZMQPublisher',
  'ZMQSubscriber',
  'ZMQXPublisher',
  'ZMQXSubscriber',
  'ZMQPush',
  'ZMQPull',
  'ZMQDealer',
  'ZMQRouter',
  'ZMQPair',
] as const;

describe.each(ENGINES)('sockets on %s that nobody has closed', (engine) => {
  describe.each(['tcp', 'ipc', 'inproc'] as const)('over %s', (transport) => {
    it.each(['connected', 'bound'] as const)('are freed when they are forgotten, %s', async (placed) => {
      const program = startProgram(engine, 'forgotten-sockets', placed, transport);
      for (const name of CLASSES) expect(await program.said('FREED')).toBe(name);
      expect(await program.ended).toEqual(IN_PEACE);
      expect(program.complaints).toBe('');
    });

    it.each(CASES)('%s', async (_, name, lines) => {
      const program = startProgram(engine, 'forgotten-sockets', name, transport);
      for (const line of lines) expect(await program.nextLine()).toBe(line);
      expect(await program.ended).toEqual(IN_PEACE);
      expect(program.complaints).toBe('');
    });
  });
});

describe('sockets on zmtp that nobody has closed', () => {
  it('are warned of once in a process, when there are very many', async () => {
    const program = startProgram('zmtp', 'forgotten-sockets', 'many');
    expect(await program.nextLine()).toBe('OPEN 1022');
    expect(await program.nextLine()).toBe('WARNED ZMQWarning ZMQ_MANY_SOCKETS 1023');
    expect(await program.nextLine()).toBe('CLOSED');
    expect(await program.ended).toEqual(IN_PEACE);
  });

  it('do not hold the process when nobody can come for what they were given to send', async () => {
    const program = startProgram('zmtp', 'forgotten-sockets', 'left-unsent');
    await program.said('DONE');
    expect(await program.ended).toEqual(IN_PEACE);
  });
});
