/** The ids of the calls of one client: five bytes each, of which the last four count. */
export class CallIds {
  #count = 0;

  next(): Uint8Array {
    // Not zero at the beginning: an id that a ROUTER makes up begins so. It is no routing id, but easier to read.
    const id = new Uint8Array(5);
    new DataView(id.buffer).setUint32(1, this.#count++ >>> 0);
    id[0] = 1;
    return id;
  }
}
