import { createHash } from 'node:crypto';

const LONGEST = 128;

/** What the inbox calls a program's engine. No source of the marketplace has a colon. */
export function newsSource(programId: string): string {
  const source = `engine:${programId}`;
  if (source.length <= LONGEST) return source;
  return `engine:sha256-${createHash('sha256').update(programId).digest('hex')}`;
}
