import { accountRef } from '../ledger/account.ts';
import type { Command } from '../ledger/command.ts';
import type { ProgramPolicy } from '../ledger/program.ts';
import { fingerprintOf, requestId } from '../ledger/requestId.ts';
import type { DemoEvent } from './demoEvent.ts';

/** An event as the command that makes it. Neither id nor fingerprint tells the date, so a seeding can be resumed. */
export function commandOf(event: DemoEvent, program: ProgramPolicy, memberId: string): Command {
  const idOf = (name: string): string => requestId(program.id, 'seed', `${memberId}:${name}`);
  const base = {
    id: idOf(event.name),
    fingerprint: fingerprintOf(event.kind, memberId, event.name, event.points),
    account: accountRef(program.id, memberId),
    program,
  };
  const { points } = event;
  switch (event.kind) {
    case 'EARN':
      return { ...base, kind: 'CREDIT', points, details: { reason: event.reason } };
    case 'REDEEM':
      return { ...base, kind: 'DEBIT', points, details: goodsOf(event) };
    case 'HOLD':
      return { ...base, kind: 'HOLD', points, expiresAt: null };
    case 'CAPTURE':
      return { ...base, kind: 'CAPTURE', points, holdId: idOf(event.of), details: goodsOf(event) };
    case 'REFUND':
      return { ...base, kind: 'REVERSE', points, targetId: idOf(event.of), details: { reason: event.reason } };
    default:
      return event satisfies never;
  }
}

function goodsOf({ rewardId, orderId }: { rewardId: string; orderId: string }): Record<string, string> {
  return { rewardId, orderId };
}
