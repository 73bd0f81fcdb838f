import { z } from 'zod';
import { isMessageType, type Message, MESSAGES } from './messages.ts';
import { withoutNul } from './storableText.ts';

/** What a body says, or why it says nothing that could be applied. */
export type Reading =
  | { readonly status: 'message'; readonly message: Message }
  | { readonly status: 'unknown'; readonly type: string }
  /** The type as far as it can be told. */
  | { readonly status: 'bad'; readonly type: string; readonly reason: string };

const ENVELOPE = z.looseObject({ type: z.string().min(1).max(255) });

/** Reads a body, which has been signed and may be anything all the same. */
export function readMessage(body: string): Reading {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { status: 'bad', type: '', reason: 'The body is not JSON.' };
  }
  const envelope = ENVELOPE.safeParse(json);
  if (!envelope.success) return { status: 'bad', type: '', reason: wordsOf(envelope.error) };
  const type = withoutNul(envelope.data.type);
  if (!isMessageType(type)) return { status: 'unknown', type };
  const parsed = MESSAGES[type].safeParse(json);
  return parsed.success
    ? { status: 'message', message: parsed.data }
    : { status: 'bad', type, reason: wordsOf(parsed.error) };
}

const MOST_ISSUES = 10;
const LONGEST = 1_000;

/** Every field that is wrong, by its path; what it says is not repeated. */
function wordsOf({ issues }: z.ZodError): string {
  const words = issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => `${path.length === 0 ? 'The body' : path.join('.')} ${lowered(message)}.`);
  return withoutNul(words.join(' ')).slice(0, LONGEST);
}

/** Ours begin small and go on from the field; the library's own begin with a capital. */
function lowered(message: string): string {
  return /^[A-Z]/.test(message) ? `is not right: ${message}` : message;
}
