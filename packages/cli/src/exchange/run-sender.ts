import { exitCode } from '../exit-codes.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { argumentFrames, hasArgumentFrames, wordFrame } from '../messages/argument-frames.js';
import { atPace, endOfSender, finishSending, messagesToSend } from './send-messages.js';
import { withSession } from './session.js';
import { summarize } from './summary.js';
import { waitForPeers } from './wait-for-peers.js';

/** Sends the arguments or stdin: PUB and PUSH. */
export async function runSender(parsed: Parsed, io: CommandIO, type: 'PUB' | 'PUSH'): Promise<number> {
  const { flags } = parsed;
  if (flags.number('count') === 0) return exitCode('done');
  // Before anything is opened: a frame may be malformed.
  const [topic] = hasArgumentFrames(parsed) && flags.list('file').length === 0 ? await argumentFrames(parsed, io) : [];
  const wanted = flags.text('wait-topic');
  const awaited = wanted === undefined ? (flags.boolean('template') ? undefined : topic) : wordFrame(wanted, flags);
  return withSession(parsed, type, io, { needsPeer: true }, async (session) => {
    const { socket, limits } = session;
    const { signal } = limits;
    await waitForPeers(parsed, session, signal, awaited);
    const messages = messagesToSend(parsed, session.io, session);
    const sent = await atPace(messages, parsed, signal, ({ frames }) =>
      socket.trySend([...frames]) ? undefined : socket.send([...frames], { signal }),
    );
    const late = endOfSender(sent, limits);
    const code = await finishSending(session, limits);
    summarize(session, flags.boolean('stats'));
    if (late !== undefined) throw late;
    return code;
  });
}
