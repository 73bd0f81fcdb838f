const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes that somebody sent as text that PostgreSQL keeps: what is no UTF-8, and NUL, become U+FFFD. */
export function storableText(bytes: Uint8Array): string {
  return withoutNul(UTF8.decode(bytes));
}

export function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD');
}
