import { createHash } from 'node:crypto';

const LONGEST = 128;
const PREFIX = 'engine:';

/** Whether a message came from a program's engine, by what the inbox calls its source. */
export function isEngineSource(sourceId: string): boolean {
  return sourceId.startsWith(PREFIX);
}

/** What the inbox calls a program's engine. No source of the marketplace has a colon. */
export function newsSource(programId: string): string {
  const source = `${PREFIX}${programId}`;
  if (source.length <= LONGEST) return source;
  return `${PREFIX}sha256-${createHash('sha256').update(programId).digest('hex')}`;
}
