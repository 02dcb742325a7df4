/** The raw functions of libsodium.js (the C library, compiled to WebAssembly): numbers are addresses in its memory. */
declare module 'libsodium' {
  export interface LibSodium {
    /** Another one after its memory has grown. */
    readonly HEAPU8: Uint8Array;
    _malloc(length: number): number;
    _free(address: number): void;
    _crypto_scalarmult_base(publicKey: number, secretKey: number): number;
    _crypto_box_beforenm(key: number, publicKey: number, secretKey: number): number;
    /** A length of 64 bits goes in two halves. */
    _crypto_secretbox_easy(box: number, plain: number, low: number, high: number, nonce: number, key: number): number;
    _crypto_secretbox_open_easy(
      plain: number,
      box: number,
      low: number,
      high: number,
      nonce: number,
      key: number,
    ): number;
  }
  /** Its ES module makes an instance; its CommonJS module is one, once it is ready. */
  const exported: (() => Promise<LibSodium>) | (LibSodium & { readonly ready: Promise<void> });
  export default exported;
}
