// SHA-256 of bytes in hex, through Web Crypto (Node 20, browsers on https or localhost).

/** 64 hex digits. Bytes in shared memory are refused by the browser (TypeError). */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>),
  );
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
