/** How libzmq takes a value: the size of what is passed to `zmq_setsockopt(3)`. */
export type OptionWidth = 'int32' | 'int64' | 'uint64' | 'text';

/** The value of an option; text is kept as bytes. */
export type StoredValue = number | Buffer | null;

/** An option of sockets, by its number in libzmq. */
export interface OptionSpec {
  readonly width: OptionWidth;
  readonly fallback: StoredValue;
  /** The numbers of the socket types that take it; absent: all. */
  readonly types?: readonly number[];
  /** Whether libzmq takes the value. */
  readonly accepts: (value: StoredValue) => boolean;
  /** What is kept of a number. */
  readonly rounded?: (value: number) => number;
  /** Whether it takes effect for endpoints that are there, so that changing it later is no cause for a warning. */
  readonly immediate?: boolean;
  /** Whether it only can be read. */
  readonly readonly?: boolean;
  /** The option of core that it is, and the value there. Absent: it is kept, and has no effect. */
  readonly core?: (value: StoredValue) => CoreOption | undefined;
}

/** An option of core, with its value. */
export type CoreOption = readonly [name: string, value: unknown];
