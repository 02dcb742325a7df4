/** The reason of the signal when the reader of stdout has closed it. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** The reason of the signal when stdout cannot be written for another cause, such as a full disk. */
export class OutputFailed extends Error {
  override readonly name = 'OutputFailed';
}
