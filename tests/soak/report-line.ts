/** How busy and how large a process is, once a second. */
export interface Gauge {
  /** Resident set, in bytes. */
  readonly rss: number;
  /** JavaScript heap and array buffers, in bytes. */
  readonly heap: number;
  /** Open file descriptors. */
  readonly descriptors: number;
  /** Event-loop delay since the last gauge, in milliseconds. */
  readonly delayP99: number;
  readonly delayMax: number;
}

/** One line that a process of the soak prints. */
export interface ReportLine {
  /** Milliseconds, as `Date.now()` counts. */
  readonly at: number;
  /** All sockets are open; the name of this start of the process. */
  readonly ready?: string;
  /** Streams with how many messages have been sent on each since the process started. */
  readonly sent?: readonly (readonly [stream: string, count: number])[];
  /** Ranges of numbers received since the last report. */
  readonly received?: readonly (readonly [stream: string, first: number, last: number])[];
  /** Messages dropped since the last report, as the events `dropped` say. */
  readonly dropped?: { readonly full: number; readonly unroutable: number; readonly other: number };
  /** What must never happen, in words. */
  readonly wrong?: readonly string[];
  readonly requests?: { readonly answered: number; readonly timedOut: number };
  readonly gauge?: Gauge;
  /** It sends no more. */
  readonly quiet?: true;
  /** All its sockets are closed. */
  readonly ended?: true;
}
