import type { Viewer } from '../../access/viewer.ts';
import type { Services } from '../../services.ts';
import { createRowBudget, type RowBudget } from '../rowBudget.ts';
import { type AccountLoader, createAccountLoader } from './accountLoader.ts';
import { type AccountsOfMemberLoader, createAccountsOfMemberLoader } from './accountsOfMemberLoader.ts';
import { type BalanceAtLoader, createBalanceAtLoader } from './balanceAtLoader.ts';
import { createEngineBalanceLoader, type EngineBalanceLoader } from './engineBalanceLoader.ts';
import { createEntryLoader, type EntryLoader } from './entryLoader.ts';
import { createEntryPageLoader, type EntryPageLoader } from './entryPageLoader.ts';
import { createMovementLoader, type MovementLoader } from './movementLoader.ts';
import { createMovementPageLoader, type MovementPageLoader } from './movementPageLoader.ts';
import { createOperatorLoader, type OperatorLoader } from './operatorLoader.ts';
import { createProgramLoader, type ProgramLoader } from './programLoader.ts';
import { createTierLoader, type TierLoader } from './tierLoader.ts';

/** The reads of one request and one viewer, one loader an access path: what fields ask together is one statement. */
export interface Loaders {
  readonly account: AccountLoader;
  readonly accountsOfMember: AccountsOfMemberLoader;
  readonly balanceAt: BalanceAtLoader;
  readonly engineBalance: EngineBalanceLoader;
  readonly entry: EntryLoader;
  readonly entryPage: EntryPageLoader;
  readonly movement: MovementLoader;
  readonly movementPage: MovementPageLoader;
  readonly operator: OperatorLoader;
  readonly program: ProgramLoader;
  /** What the request's lists may still bring. */
  readonly rows: RowBudget;
  readonly tier: TierLoader;
  /** Forgets every figure: what a mutation changed is read anew. */
  clear(): void;
}

/** `until`: when the caller stops waiting for engines, by performance.now(). */
export function createLoaders(viewer: Viewer, services: Services, now: () => Date, until: number): Loaders {
  const { ledger, programs, earningRules, engines } = services;
  const engineRedemptions = services.engineRedeeming?.redemptions;
  const engineEarnings = services.engineAwarding?.earnings;
  const reading = { viewer, ledger, programs, earningRules, engines, now, until, engineRedemptions, engineEarnings };
  const program = createProgramLoader(reading);
  const account = createAccountLoader(reading);
  const accountsOfMember = createAccountsOfMemberLoader(reading, account);
  const balanceAt = createBalanceAtLoader(reading);
  const engineBalance = createEngineBalanceLoader(reading);
  const entry = createEntryLoader(reading, account);
  const entryPage = createEntryPageLoader(reading);
  const movement = createMovementLoader(reading, program);
  const movementPage = createMovementPageLoader(reading);
  const tier = createTierLoader(reading);
  const operator = createOperatorLoader(viewer, services);
  return {
    account,
    accountsOfMember,
    balanceAt,
    engineBalance,
    entry,
    entryPage,
    movement,
    movementPage,
    operator,
    program,
    rows: createRowBudget(),
    tier,
    clear() {
      account.clear();
      accountsOfMember.clearAll();
      balanceAt.clearAll();
      engineBalance.clear();
      entry.clear();
      entryPage.clearAll();
      movement.clear();
      movementPage.clearAll();
      operator.clear();
      tier.clear();
    },
  };
}
