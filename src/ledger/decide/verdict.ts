import type { Decision } from '../book.ts';
import type { Command } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { Receipt, Rejection } from '../outcome.ts';
import type { Minor } from '../points.ts';

export const ABSENT: Decision = { outcome: { status: 'absent' } };
export const IDLE: Decision = { outcome: { status: 'idle' } };

/** The command is done: it moved that many points, and what it changed is in the draft. Its posting is the first. */
export function accepted(
  draft: Draft,
  command: Command,
  points: Minor,
  changes: Pick<Decision, 'hold' | 'reversible'> = {},
): Decision {
  const receipt = receiptOf(draft, command, points, draft.postings[0]?.seq ?? null);
  return {
    outcome: { status: 'accepted', receipt, replayed: false },
    request: { ...receipt, fingerprint: command.fingerprint, rejection: null },
    ...(draft.isChanged && { account: draft.account }),
    postings: draft.postings,
    ...changes,
  };
}

/** The command is refused and that is remembered; nothing else changes. */
export function rejected(draft: Draft, command: Command, rejection: Rejection): Decision {
  const points = 'points' in command ? (command.points ?? 0n) : 0n;
  return {
    outcome: { status: 'rejected', rejection, replayed: false },
    request: { ...receiptOf(draft, command, points, null), fingerprint: command.fingerprint, rejection },
  };
}

function receiptOf(draft: Draft, command: Command, points: Minor, seq: bigint | null): Receipt {
  const { id, bucket } = draft.account;
  return {
    id: command.id,
    account: { id, bucket },
    kind: command.kind,
    points,
    seq,
    targetId: targetOf(command),
    details: command.details ?? {},
    recordedAt: draft.at,
  };
}

function targetOf(command: Command): string | null {
  if ('holdId' in command) return command.holdId;
  return 'targetId' in command ? command.targetId : null;
}
