/** What a probe has learnt about the other side of a connection. */
export type Finding = ZmtpFinding | OldZmtpFinding | OtherFinding | MutedFinding;

/** ZMTP 3.0 or later. */
export interface ZmtpFinding {
  readonly kind: 'zmtp';
  /** As the peer announced it, for example `3.1`. */
  readonly version: string;
  /** The name in its greeting: at most 20 bytes, which may be anything. */
  readonly mechanism: string;
  /** The as-server byte. It does not tell the role: libzmq sends 0 from its servers, too. */
  readonly asServer: boolean;
  /** Its READY command; `undefined` when none came, or when the mechanism is not NULL. */
  readonly ready: Ready | undefined;
  /** Why there is no READY. */
  readonly withoutReady?: string | undefined;
}

/** The metadata of a peer. */
export interface Ready {
  readonly socketType: string | undefined;
  readonly identity: Buffer | undefined;
  /** All other properties, in the order of the command. */
  readonly properties: readonly (readonly [name: string, value: Buffer])[];
}

/** ZMTP 1.0 or 2.0. */
export interface OldZmtpFinding {
  readonly kind: 'old-zmtp';
  readonly version: '1.0' | '2.0';
  /** ZMTP 2.0 has it in the greeting. */
  readonly socketType: string | undefined;
}

/** Another protocol. */
export interface OtherFinding {
  readonly kind: 'other';
  /** Its name, or `undefined` when it is not one that the probe knows. */
  readonly protocol: string | undefined;
  /** The first bytes of what it said. */
  readonly said: Buffer;
}

/** Nothing was said: the connection was closed, or the time was over. */
export interface MutedFinding {
  readonly kind: 'closed' | 'silent';
}
