/** What kind of promise was broken. Shrinking keeps the kind. */
export type FindingKind =
  | 'hang of a connection'
  | 'hang of a send'
  | 'hang of a receive'
  | 'hang of a request'
  | 'hang of an iteration'
  | 'hang of a call'
  | 'hang of close'
  | 'lost'
  | 'not delivered'
  | 'dropped without need'
  | 'counted twice'
  | 'received twice'
  | 'received though refused'
  | 'misdelivered'
  | 'out of order'
  | 'corrupt'
  | 'wrong outcome'
  | 'unhandled rejection'
  | 'left open';

export interface Finding {
  readonly kind: FindingKind;
  readonly text: string;
}

/** What has been found in one run; the first finding explains the others. */
export class Findings {
  readonly list: Finding[] = [];

  add(kind: FindingKind, text: string): void {
    this.list.push({ kind, text });
  }

  /** Something came of a call that must not. */
  wrong(name: string, text: string): void {
    this.add('wrong outcome', `${name}: ${text}`);
  }

  get first(): Finding | undefined {
    return this.list[0];
  }
}
