import type {
  InprocEndpoint,
  LinkEvents,
  LocalSocket,
  Message,
  ParsedEndpoint,
  PeerLink,
  SocketTypeDefinition,
  AuthenticationResult,
} from '@zeromq-ts/core/spi';
import { inproc, isBoundInproc } from '../inproc/index.js';
import type { Credentials } from '../zmtp/mechanism.js';
import { zapResult } from './zap-reply.js';
import { ZAP_ENDPOINT, zapRequest } from './zap-request.js';
import { clearTimeout, MAX_TIMER_MS, queueMicrotask, setTimeout } from '@zeromq-ts/core/spi';

/** What a handler is connected to: it sees a DEALER. */
const ASKER: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'DEALER',
  className: 'the ZAP client',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['REP', 'ROUTER'],
};

const ENDPOINT: ParsedEndpoint<InprocEndpoint> = {
  parsed: { protocol: 'inproc', name: ZAP_ENDPOINT.slice('inproc://'.length) },
  text: ZAP_ENDPOINT,
};
let inquiries = 0;

/** Whether a ZAP handler is bound in the context of this socket, on this engine. */
export function hasZapHandler({ context }: LocalSocket): boolean {
  return isBoundInproc(context, ZAP_ENDPOINT);
}

/**
 * Asks the ZAP handler of the context of this socket. Each inquiry has a connection of its own, so that replies cannot
 * be taken for those to other requests. Never rejects.
 */
export function askZap(local: LocalSocket, address: string, credentials: Credentials): Promise<AuthenticationResult> {
  const { authenticateTimeout, domain = '' } = local.options.security;
  return new Promise((resolve) => {
    const inquiry = new PendingZapRequest({ id: String(++inquiries), domain, address, credentials }, (verdict) => {
      clearTimeout(timer);
      attempt.abort();
      resolve(verdict);
    });
    const timer = setTimeout(
      () =>
        inquiry.decide(refused(300, `the ZAP handler took longer than authenticateTimeout, ${authenticateTimeout} ms`)),
      Math.min(authenticateTimeout, MAX_TIMER_MS),
    ).unref();
    const asker: LocalSocket = {
      definition: ASKER,
      options: { ...local.options, routingId: undefined },
      context: local.context,
    };
    const attempt = inproc().dial(ENDPOINT, asker, {
      opened: () => {},
      established: (link) => inquiry.begin(link),
      failed: ({ error }) => inquiry.decide(refused(500, `the ZAP handler cannot be asked (${error.message})`)),
    });
  });
}

class PendingZapRequest implements LinkEvents {
  readonly #question: Parameters<typeof zapRequest>[0];
  readonly #decided: (verdict: AuthenticationResult) => void;
  #link: PeerLink | undefined;
  #over = false;

  constructor(question: Parameters<typeof zapRequest>[0], decided: (verdict: AuthenticationResult) => void) {
    this.#question = question;
    this.#decided = decided;
  }

  begin(link: PeerLink): this {
    this.#link = link;
    // Not during the introduction: the handler's end of the link has no receiver yet.
    queueMicrotask(() => {
      if (!this.#over) link.send(zapRequest(this.#question));
    });
    return this;
  }

  decide(verdict: AuthenticationResult): void {
    if (this.#over) return;
    this.#over = true;
    this.#link?.end();
    this.#decided(verdict);
  }

  message(message: Message): boolean {
    this.decide(zapResult(message.frames, this.#question.id));
    return true;
  }

  closed(): void {
    this.decide(refused(500, 'the ZAP handler has disconnected'));
  }

  command(): void {}
  batchEnd(): void {}
  dropped(): void {}
  drained(): void {}
  held(): void {}

  writeClosed(): void {}
}

function refused(status: 300 | 500, reason: string): AuthenticationResult {
  return { allowed: false, status, reason, rule: 'ERR_ZAP_UNSPECIFIED' };
}
