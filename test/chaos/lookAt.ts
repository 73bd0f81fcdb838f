import type { AccountRef } from '../../src/ledger/account.ts';
import type { Look } from '../support/historyChecker.ts';
import { ask, WrongAnswer } from './ask.ts';

const QUERY = `query ($id: ID!) {
  pointsAccount(id: $id) { balance { available } entries(first: 1) { nodes { id balanceAfter } } }
}`;

interface Seen {
  readonly pointsAccount: {
    readonly balance: { readonly available: number };
    readonly entries: { readonly nodes: readonly { readonly id: string; readonly balanceAfter: number }[] };
  } | null;
}

/**
 * Reads an account: its balance and its newest entry, each of a moment of its own. Empty: it could not be read. Throws
 * WrongAnswer when it is not there.
 */
export async function lookAt({ id }: AccountRef, target: () => Promise<string>): Promise<Look[]> {
  const url = await target();
  const sentAt = performance.now();
  const seen = await ask<Seen>(url, { query: QUERY, variables: { id } }, 20_000);
  const look = { accountId: id, sentAt, acknowledgedAt: performance.now() };
  if (seen === null) return [];
  if (seen.pointsAccount === null) throw new WrongAnswer(`account ${id} is not there`);
  const { balance, entries } = seen.pointsAccount;
  const [newest] = entries.nodes;
  const seq = BigInt(newest?.id.split('.')[1] ?? 0);
  return [
    { ...look, seq: null, balance: BigInt(balance.available) },
    { ...look, seq, balance: BigInt(newest?.balanceAfter ?? 0) },
  ];
}
