import type { Peer } from '../peers/peer.js';
import { Stage } from '../run/stage.js';
import type { Timing } from '../run/timing.js';
import type { Case, Figures, Scenario } from './scenario.js';
import { MESSAGES, ROUND_TRIP, sizeText, strideOf } from './scenario.js';

const SIZES = [64, 1024, 65_536];

/** The pairs of keys that the manual of libzmq shows: not secret, and here they need not be. */
const SERVER = {
  publicKey: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',
  secretKey: 'JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6',
};
const CLIENT = {
  publicKey: 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID',
  secretKey: 'D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs',
};

/** Between the server of CURVE, which binds, and a client of it. */
async function measure(parts: readonly [string, string], size: number, peer: Peer, timing: Timing): Promise<Figures> {
  await using stage = new Stage(peer, timing);
  const values = { size, stride: strideOf(size) };
  const own = { ...values, ...SERVER, endpoint: stage.endpoint('tcp') };
  const { binder, endpoint } = await stage.bind('curve', parts[0], own);
  const client = stage.start('curve', parts[1], { ...values, ...CLIENT, serverKey: SERVER.publicKey, endpoint });
  return await stage.report<Figures>(parts[0] === 'pull' ? binder : client, 'result');
}

function oneWay(size: number): Case {
  return {
    name: `PUSH/PULL ${sizeText(size)}`,
    metrics: [MESSAGES],
    size,
    quick: true,
    measure: (peer, timing) => measure(['pull', 'push'], size, peer, timing),
  };
}

function roundTrip(size: number): Case {
  return {
    name: `REQ/REP ${sizeText(size)}`,
    metrics: ROUND_TRIP,
    size,
    quick: size === 64,
    measure: (peer, timing) => measure(['reply', 'request'], size, peer, timing),
  };
}

export const CURVE: Scenario = {
  name: 'curve',
  title:
    'Encrypted with CURVE, over tcp to another process: from a PUSH to a PULL, and from a REQ to a REP and back. ' +
    'Everybody is let in.',
  program: 'curve',
  cases: [...SIZES.map(oneWay), ...SIZES.map(roundTrip)],
};
