import type { z } from 'zod';
import { canonicalDecimal } from '../../ledger/points.ts';
import { type EngineMember, type EngineMovement, EngineUnavailable } from '../loyaltyConnector.ts';
import type { SignedCall } from './signedCall.ts';
import { historyAnswer, type historyRequest } from './wire.ts';

/** More pages than this are an engine that goes round in circles. */
const MOST_PAGES = 1000;

/** A member's movements of a time, page by page. Throws EngineUnavailable. */
export async function readHistory(
  call: SignedCall,
  { id }: EngineMember,
  from: Date,
  to: Date,
  signal: AbortSignal,
): Promise<readonly EngineMovement[]> {
  const movements: EngineMovement[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const body: z.input<typeof historyRequest> = { member: id, from: from.toISOString(), to: to.toISOString(), cursor };
    const said = await call({ path: '/history', body, answerSchema: historyAnswer, id: null, signal });
    if (said.status !== 'answered') throw new EngineUnavailable(said.words);
    if (said.answer.member !== id) throw new EngineUnavailable('The engine answered about another member.');
    for (const { engineReference, reference, points, occurredAt, message } of said.answer.movements) {
      const amount = canonicalDecimal(points) ?? '0';
      const words = message ?? null;
      movements.push({ engineReference, reference, points: amount, occurredAt: new Date(occurredAt), words });
    }
    cursor = said.answer.next;
    if (cursor === null) return movements.toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  }
  throw new EngineUnavailable('The engine has no end of its history.');
}
