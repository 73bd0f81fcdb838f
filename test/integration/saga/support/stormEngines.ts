import { keepsItsPromise } from './keepsItsPromise.ts';
import { signedEngine, type TestEngine } from './signedEngine.ts';
import { QUICK } from './startSaga.ts';
import { voucherifyEngine } from './voucherifyEngine.ts';

const { settlesWithin } = QUICK;

/** The engines that a storm is let loose on, by how they make certain what became of a debit. */
export const STORM_ENGINES = {
  resend: async () => signedEngine({ certainty: 'resend' }),
  lookup: async () => keepsItsPromise(await signedEngine({ certainty: 'lookup', settlesWithin })),
  cancel: async () => signedEngine({ certainty: 'cancel' }, { cancels: true }),
  'resend, one call at a time for a member': async () => signedEngine({ oneAtATimePerMember: true }),
  'lookup: Voucherify': async () => keepsItsPromise(await voucherifyEngine()),
} as const satisfies Readonly<Record<string, () => Promise<TestEngine>>>;

export type StormEngine = keyof typeof STORM_ENGINES;
