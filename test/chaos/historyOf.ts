import type { Outcome } from '../../src/ledger/outcome.ts';
import type { Act, History, PostingRow } from '../support/historyChecker.ts';
import { byKey } from '../support/historyTimeline.ts';
import type { Call } from './call.ts';
import type { Load } from './load.ts';
import { idOf, inputOf } from './wish.ts';

/**
 * What callers of the graph saw, for the history checker. The graph does not say who was the first: for each input of
 * a key an act stands in that was sent when the first caller sent it and acknowledged when the first one was answered,
 * and every caller heard a repetition of it. Places in the history come from the books.
 */
export function historyOf({ calls, looks }: Pick<Load, 'calls' | 'looks'>, postings: readonly PostingRow[]): History {
  const seqs = new Map(postings.map(({ requestId, seq }) => [requestId, seq]));
  const acts: Act[] = [];
  for (const same of byKey(calls, ({ wish }) => `${idOf(wish)} ${inputOf(wish)}`).values()) {
    const heard = same.map((call) => actOf(call, seqs));
    const told = heard.find(({ outcome }) => outcome !== null && 'replayed' in outcome);
    acts.push(...heard);
    if (told?.outcome == null) continue;
    acts.push({
      request: told.request,
      sentAt: Math.min(...heard.map(({ sentAt }) => sentAt)),
      acknowledgedAt: Math.min(...heard.map(({ acknowledgedAt }) => acknowledgedAt)),
      outcome: { ...told.outcome, replayed: false } as Outcome,
    });
  }
  return { acts, looks, postings, isForeign: () => false };
}

function actOf({ wish, sentAt, answeredAt, outcome }: Call, seqs: ReadonlyMap<string, bigint>): Act {
  const id = idOf(wish);
  return {
    request: { id, kind: wish.kind, fingerprint: inputOf(wish), accountId: wish.account.id },
    sentAt,
    acknowledgedAt: outcome === null ? Infinity : answeredAt,
    // What was accepted has a posting: 0 is where none is.
    outcome:
      outcome?.status === 'accepted'
        ? { ...outcome, receipt: { ...outcome.receipt, seq: seqs.get(id) ?? 0n } }
        : outcome,
  };
}
