/** What is compared: a ZeroMQ library, used through the best of its documented API. */
export interface Peer {
  readonly name: string;
  /** The scenarios it has a program for. */
  readonly scenarios: readonly string[];
  /** What its processes get in addition. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets its program ready. @returns the command that starts it, parts and arguments to follow. */
  command(scenario: string): readonly string[];
  /** Its version. @throws what is missing, when it cannot take part here. */
  version(): string;
}
