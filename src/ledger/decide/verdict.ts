import type { Decision } from '../book.ts';
import type { Command } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { Receipt, Rejection } from '../outcome.ts';
import type { Minor } from '../points.ts';
import type { StoredRequest } from '../posting.ts';

export const ABSENT: Decision = { outcome: { status: 'absent' } };
export const CONFLICT: Decision = { outcome: { status: 'conflict' } };
export const IDLE: Decision = { outcome: { status: 'idle' } };

/** The command is done: it moved that many points, and what it changed is in the draft. Its posting is the first, or the one of seq. */
export function accepted(
  draft: Draft,
  command: Command,
  points: Minor,
  changes?: Pick<Decision, 'hold' | 'reversible' | 'award' | 'adds'> & { readonly seq?: bigint | undefined },
): Decision {
  const request = requestOf(draft, command, points, null, changes?.seq);
  return {
    outcome: { status: 'accepted', receipt: receiptOf(request), replayed: false },
    request,
    account: draft.changedAccount(),
    postings: draft.postings,
    hold: changes?.hold,
    reversible: changes?.reversible,
    award: changes?.award,
    adds: changes?.adds,
  };
}

/** The command is refused and that is remembered; nothing else changes. */
export function rejected(draft: Draft, command: Command, rejection: Rejection): Decision {
  const points = 'points' in command ? (command.points ?? 0n) : 0n;
  return {
    outcome: { status: 'rejected', rejection, replayed: false },
    request: requestOf(draft, command, points, rejection),
  };
}

/** What the caller is told of an accepted request. */
export function receiptOf(request: StoredRequest): Receipt {
  const { id, account, kind, points, seq, targetId, details, recordedAt } = request;
  return { id, account, kind, points, seq, targetId, details, recordedAt };
}

const NO_DETAILS = {};

// Written out, here and in the draft: a spread costs several times as much, and every posting comes through here.
function requestOf(
  draft: Draft,
  command: Command,
  points: Minor,
  rejection: Rejection | null,
  seq = draft.postings[0]?.seq,
): StoredRequest {
  return {
    id: command.id,
    account: { id: draft.before.id, bucket: draft.before.bucket },
    kind: command.kind,
    points,
    seq: seq ?? null,
    targetId: targetOf(command),
    details: command.details ?? NO_DETAILS,
    recordedAt: draft.at,
    fingerprint: command.fingerprint,
    rejection,
  };
}

function targetOf(command: Command): string | null {
  if (command.kind === 'CAPTURE' || command.kind === 'RELEASE') return command.holdId;
  return 'targetId' in command ? command.targetId : null;
}
