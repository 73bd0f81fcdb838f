import type { Random } from '../../src/demo/random.ts';
import { type AccountRef, accountRef } from '../../src/ledger/account.ts';
import { idOf, type Wish } from './wish.ts';

/** What callers come up with, together: they know of each other's requests, and repeat them. */
export interface Wishes {
  /** Points to begin with. */
  opening(account: AccountRef): Wish;
  next(random: Random): Wish;
  /** From now on this redemption may be given back. */
  redeemed(wish: Wish): void;
}

export interface Members {
  /** Six wishes in ten are about these. */
  readonly hot: readonly [AccountRef, ...AccountRef[]];
  readonly spread: readonly [AccountRef, ...AccountRef[]];
}

/** A handful whom everybody wants, and some others. */
export function membersOf(programId: string): Members {
  const refs = (name: string, others: number): [AccountRef, ...AccountRef[]] => [
    accountRef(programId, name),
    ...Array.from({ length: others }, (_, index) => accountRef(programId, `${name}-${index + 1}`)),
  ];
  return { hot: refs('hot', 3), spread: refs('spread', 23) };
}

/** So many of the newest are repeated and given back: about as many as are under way at once. */
const REMEMBERED = 64;

/** One wish in three is an earlier one again, and a quarter of these have another input. */
export function createWishes({ hot, spread }: Members): Wishes {
  const sent: Wish[] = [];
  const redemptions: Wish[] = [];
  let made = 0;

  const accountFor = (random: Random): AccountRef => random.pick(random.between(1, 10) <= 6 ? hot : spread);
  const nextKey = (): string => {
    made += 1;
    return `wish-${made}`;
  };

  function fresh(random: Random): Wish {
    const key = nextKey();
    const points = random.between(1, 40);
    const dice = random.between(1, 10);
    const spent = anyOf(redemptions, random);
    if (dice > 8 && spent !== undefined) return reversal(spent, key, random);
    return { kind: dice <= 2 ? 'CREDIT' : 'DEBIT', key, account: accountFor(random), points, redemption: null };
  }

  return {
    opening: (account) => ({ kind: 'CREDIT', key: nextKey(), account, points: 40, redemption: null }),
    next(random) {
      const earlier = random.between(1, 3) === 1 ? anyOf(sent, random) : undefined;
      if (earlier !== undefined) return random.between(1, 4) === 1 ? { ...fresh(random), key: earlier.key } : earlier;
      const wish = fresh(random);
      remember(sent, wish);
      return wish;
    },
    redeemed: (wish) => remember(redemptions, wish),
  };
}

/** All that is left, all that was taken, or some of it: the second of two may find too little left. */
function reversal(spent: Wish, key: string, random: Random): Wish {
  const whole = spent.points ?? 0;
  const points = [null, whole, random.between(1, whole), random.between(1, whole)][random.between(0, 3)] ?? null;
  return { kind: 'REVERSE', key, account: spent.account, points, redemption: { id: idOf(spent), points: whole } };
}

function anyOf(wishes: readonly Wish[], random: Random): Wish | undefined {
  return wishes.length === 0 ? undefined : wishes[random.between(0, wishes.length - 1)];
}

function remember(list: Wish[], wish: Wish): void {
  list.push(wish);
  if (list.length > REMEMBERED) list.shift();
}
