import { beforeEach } from 'vitest';
import type { Viewer } from '../../../../src/access/viewer.ts';
import { createUseCases } from '../../../../src/createUseCases.ts';
import { createEarningRules } from '../../../../src/database/createEarningRules.ts';
import type { Database } from '../../../../src/database/port.ts';
import type { Earning } from '../../../../src/earning/earning.ts';
import type { RuleDefinition } from '../../../../src/earning/rules/ruleDefinition.ts';
import { type Account, accountRef } from '../../../../src/ledger/account.ts';
import type { Program } from '../../../../src/program/programs.ts';
import type { RecordTransactionInput } from '../../../../src/earning/earningUseCases.ts';
import type { UseCases } from '../../../../src/useCases.ts';
import { aProgram, memoryPrograms } from '../../../doubles/memoryPrograms.ts';
import { aViewer } from '../../../doubles/viewers.ts';
import { watched } from '../../ledger/support/databases.ts';
import { type LedgerOfTest, TODAY, useLedger } from '../../ledger/support/useLedger.ts';

export interface EarningOfTest {
  readonly books: LedgerOfTest;
  /** The use-cases of the test's program, as one process has them. */
  readonly useCases: UseCases;
  /** The same on the same books, as another process has them. */
  another(): UseCases;
  readonly staff: Viewer;
  /** Each test has a program of its own; begin() gives it another one. */
  readonly program: Program;
  begin(changes?: Partial<Program>): void;
  /** Changes rules, from now on or from an instant. */
  rule(ruleId: string, definition: RuleDefinition | null, effectiveFrom?: Date): Promise<void>;
  /** Adds rules that are valid, all at once, without a check. */
  rules(rules: ReadonlyMap<string, RuleDefinition>): Promise<void>;
  /** Ten dollars of a member's, changed where it says. */
  purchase(transactionId: string, changes?: Partial<RecordTransactionInput>): RecordTransactionInput;
  /** Records it and expects that it was accepted. */
  earn(transactionId: string, changes?: Partial<RecordTransactionInput>): Promise<Earning>;
  account(memberId?: string): Promise<Account>;
  /** The names of the statements that were sent outside of the ledger's batches since the test began. */
  readonly statements: string[];
}

const MILLISECONDS = 86_400_000;
/** An instant of the test's calendar: rules are added today, by PostgreSQL's clock, and every test is later. */
export const day = (days: number, hours = 12): Date => new Date((TODAY + days) * MILLISECONDS + hours * 3_600_000);

export const dollars = (amount: string) => ({ amount, currencyCode: 'USD' });

/** The use-cases of earning on a database of the test file's own; each test begins at noon of day 1. */
export function useEarning(changes: Partial<Program> = {}): EarningOfTest {
  const books = useLedger();
  const statements: string[] = [];
  let number = 0;
  let program = aProgram();
  let first: UseCases | undefined;

  const test: EarningOfTest = {
    books,
    statements,
    get program() {
      return program;
    },
    get staff() {
      return aViewer({ programs: [program.id] });
    },
    get useCases() {
      return (first ??= test.another());
    },
    another() {
      const reads: Database = watched(books.database.reads, ({ name }) => void statements.push(name));
      const programs = memoryPrograms([program]);
      const earningRules = createEarningRules(reads, programs);
      return createUseCases({ ledger: books.another({ reads }), programs, earningRules, now: () => books.now() });
    },
    async rule(ruleId, definition, effectiveFrom) {
      const versions = await createEarningRules(books.database.reads, memoryPrograms([program])).versions(
        program.id,
        ruleId,
      );
      const result = await test.useCases.changeEarningRule(test.staff, {
        ruleId,
        expectedVersion: versions.length,
        definition,
        effectiveFrom,
      });
      if (!result.ok) throw new Error(result.failure.message);
    },
    async rules(rules) {
      const store = createEarningRules(books.database.reads, memoryPrograms([program]));
      const rest = { programId: program.id, expectedVersion: 0, effectiveFrom: null, changedBy: 'test', reason: null };
      await Promise.all([...rules].map(async ([ruleId, definition]) => store.add({ ...rest, ruleId, definition })));
    },
    begin(others = {}) {
      number += 1;
      program = aProgram({ ...changes, ...others, id: `program-${number}` });
      first = undefined;
      statements.length = 0;
    },
    purchase: (transactionId, changes = {}) => ({
      transactionId,
      memberId: 'm-1',
      kind: 'PURCHASE',
      amount: dollars('10'),
      ...changes,
    }),
    async earn(transactionId, changes) {
      const result = await test.useCases.recordTransaction(test.staff, test.purchase(transactionId, changes));
      if (!result.ok) throw new Error(result.failure.message);
      return result.value;
    },
    account: async (memberId = 'm-1') => books.account(accountRef(program.id, memberId)),
  };
  beforeEach(() => {
    test.begin();
    books.toDay(1);
  });
  return test;
}
