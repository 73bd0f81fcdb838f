import { createHash } from 'node:crypto';
import { z } from 'zod';

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const ID = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^[^\p{C}]{1,200}$/u));

/** A message's body as a text; null: it is no UTF-8. */
export function newsText(body: Uint8Array): string | null {
  try {
    return UTF8.decode(body);
  } catch {
    return null;
  }
}

/** A message's body as JSON; undefined: it is none. */
export function newsJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(newsText(body) ?? '');
  } catch {
    return undefined;
  }
}

/** What a sender calls its message, or what the bytes are where it calls it nothing: a copy has the same ones. */
export function newsId(said: unknown, body: Uint8Array): string {
  const id = ID.safeParse(said);
  return id.success ? id.data : `sha256-${createHash('sha256').update(body).digest('hex')}`;
}
