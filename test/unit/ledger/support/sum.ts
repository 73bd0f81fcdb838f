import type { Minor } from '../../../../src/ledger/points.ts';

export function sum(amounts: readonly Minor[]): Minor {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
