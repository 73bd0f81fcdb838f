/** A key that secrets in the database are sealed with. */
export interface EncryptionKey {
  /** Kept beside what it sealed: 1 to 32 letters, digits, `-` or `_`. */
  readonly id: string;
  /** 32 bytes, for AES-256. */
  readonly bytes: Uint8Array;
}

export const KEY_BYTES = 32;

const KEY = /^(?<id>[\w-]{1,32}):(?<base64>[A-Za-z0-9+/]{43}=)$/;

/** A key as settings spell it, `id:base64 of 32 bytes`; null: it is none. */
export function parseEncryptionKey(text: string): EncryptionKey | null {
  const { id, base64 } = KEY.exec(text)?.groups ?? {};
  if (id === undefined || base64 === undefined) return null;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === KEY_BYTES ? { id, bytes } : null;
}
