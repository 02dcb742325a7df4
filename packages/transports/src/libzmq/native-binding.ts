/** An error of the binding: `code` is the name of the errno that libzmq set. */
export interface NativeError extends Error {
  readonly code?: string;
  /** What an authenticator has decided (RFC 27). */
  readonly status?: number;
}

/** An event of libzmq's monitor, as the binding reports it. */
export interface NativeEvent {
  readonly type: string;
  readonly address?: string;
  readonly interval?: number;
  readonly error?: NativeError;
}

/** The reading end of the monitor of one socket. */
export interface NativeObserver {
  /** Resolves to the next event; holds the process until there is one. One at a time. */
  receive(): Promise<NativeEvent | undefined>;
  close(): void;
}

/** What can be one part of a message: the binding takes no other views. */
export type NativePart = string | Buffer;

/** The socket of the binding, without the properties that its subclasses add. Options go by libzmq's numbers. */
export interface NativeSocket {
  readonly closed: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  /** Made when it is first asked for; events before that are lost. */
  readonly events: NativeObserver;
  bindSync(endpoint: string): void;
  connect(endpoint: string): void;
  disconnect(endpoint: string): void;
  close(): void;
  /** One at a time, unless the send timeout is 0: then it is done when it returns. */
  send(message: NativePart | readonly NativePart[]): Promise<void>;
  /** One at a time, unless the receive timeout is 0: then it is done when it returns. */
  receive(): Promise<Buffer[]>;
  setBoolOption(option: number, value: boolean): void;
  setInt32Option(option: number, value: number): void;
  setInt64Option(option: number, value: number): void;
  setStringOption(option: number, value: Buffer): void;
  getBoolOption(option: number): boolean;
  getInt32Option(option: number): number;
  getStringOption(option: number): string | null;
}

/** The context of the binding. */
export interface NativeContext {
  getInt32Option(option: number): number;
  setInt32Option(option: number, value: number): void;
}

/** What this engine uses of the npm package `zeromq`. */
export interface NativeBinding {
  /** The context that all threads of the process share. */
  readonly context: NativeContext;
  readonly Context: new () => NativeContext;
  readonly Socket: new (type: number, options: { context: NativeContext }) => NativeSocket;
}
