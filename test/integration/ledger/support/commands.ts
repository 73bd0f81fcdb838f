import { randomUUID } from 'node:crypto';
import type { AccountRef } from '../../../../src/ledger/account.ts';
import { accountRef } from '../../../../src/ledger/account.ts';
import type {
  Capture,
  ChangeStatus,
  Credit,
  Debit,
  PlaceHold,
  Release,
  Reverse,
} from '../../../../src/ledger/command.ts';
import type { ProgramPolicy } from '../../../../src/ledger/program.ts';
import { fingerprintOf, requestId } from '../../../../src/ledger/requestId.ts';

/** Points that never expire, unless a credit says so. */
export const PROGRAM: ProgramPolicy = {
  id: 'test',
  decimals: 0,
  timeZone: 'UTC',
  expiryMonths: null,
  refundGraceDays: 30,
  opensAccounts: true,
};

export const memberAccount = (memberId: string): AccountRef => accountRef(PROGRAM.id, memberId);

/** The id of the request that a key names. */
export const idOf = (key: string): string => requestId(PROGRAM.id, 'graph', key);

interface Parts {
  /** Absent: a key of its own. */
  readonly key?: string;
  readonly details?: Record<string, string>;
}

function base(
  account: AccountRef,
  { key = randomUUID(), details }: Parts,
  ...input: readonly (string | bigint | null)[]
) {
  return {
    id: idOf(key),
    fingerprint: fingerprintOf(account.id, ...input),
    account,
    program: PROGRAM,
    ...(details !== undefined && { details }),
  };
}

export function credit(account: AccountRef, points: bigint, parts: Parts & { expiresOn?: number } = {}): Credit {
  const { expiresOn } = parts;
  return {
    kind: 'CREDIT',
    ...base(account, parts, 'credit', points),
    points,
    ...(expiresOn !== undefined && { expiresOn }),
  };
}

export function debit(account: AccountRef, points: bigint, parts: Parts = {}): Debit {
  return { kind: 'DEBIT', ...base(account, parts, 'debit', points), points };
}

export function hold(account: AccountRef, points: bigint, parts: Parts & { expiresAt?: Date } = {}): PlaceHold {
  return { kind: 'HOLD', ...base(account, parts, 'hold', points), points, expiresAt: parts.expiresAt ?? null };
}

export function capture(account: AccountRef, holdId: string, points: bigint, parts: Parts = {}): Capture {
  return { kind: 'CAPTURE', ...base(account, parts, 'capture', holdId, points), holdId, points };
}

export function release(account: AccountRef, holdId: string, parts: Parts = {}): Release {
  return { kind: 'RELEASE', ...base(account, parts, 'release', holdId), holdId };
}

export function reverse(account: AccountRef, targetId: string, points: bigint | null, parts: Parts = {}): Reverse {
  return { kind: 'REVERSE', ...base(account, parts, 'reverse', targetId, points), targetId, points };
}

export function changeStatus(account: AccountRef, status: ChangeStatus['status'], parts: Parts = {}): ChangeStatus {
  return { kind: 'STATUS', ...base(account, parts, 'status', status), status };
}
