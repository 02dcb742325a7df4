/** What a benchmark asks of a ZeroMQ library: each function is one process's part, written as its users would. */
export interface Library {
  /** Binds a PULL, prints its endpoint through `bound`, and resolves to the seconds from the first message to the last. */
  pull(count: number, bound: (endpoint: string) => void): Promise<number>;
  /** Connects a PUSH and sends messages, awaiting each. */
  push(endpoint: string, count: number, size: number): Promise<void>;
  /** Binds a REP and answers as many requests with their own body. */
  reply(count: number, bound: (endpoint: string) => void): Promise<void>;
  /** Connects a REQ and resolves to the microseconds of each round trip. */
  request(endpoint: string, count: number, size: number): Promise<Float64Array>;
}
