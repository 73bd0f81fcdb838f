import { requireScope, type Viewer } from '../access/viewer.ts';
import { openDeadline } from '../connectors/http/deadline.ts';
import type { CallOutcome, EngineMember, Storefront, StorefrontSession } from '../connectors/loyaltyConnector.ts';
import { checkId } from '../failure/checkText.ts';
import {
  accountNotActive,
  accountNotFound,
  engineNotFound,
  engineUnavailable,
  storefrontNotConfigured,
  storefrontNotFound,
  storefrontRefused,
} from '../failure/refusals.ts';
import { accountRef } from '../ledger/account.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Programs } from '../program/programs.ts';
import { reachedProgram } from '../program/reachedProgram.ts';
import type { EngineContext } from './engineContext.ts';
import type { StorefrontSessionInput, StorefrontSessionResult } from './engineUseCases.ts';

export interface StorefrontContext extends Pick<EngineContext, 'engines' | 'onUnavailable'> {
  readonly programs: Programs;
  readonly ledger: Pick<Ledger, 'accounts'>;
}

/** Milliseconds for all calls of a session. */
const DEADLINE = 10_000;
const RETRY_SECONDS = 5;
const UNAVAILABLE = 'The storefront cannot be entered right now; try again.';

/**
 * A way for a member into the storefront of their program's engine. Whoever has it spends the member's points, so it
 * takes what redeeming takes, and nothing of it is stored or logged here.
 */
export async function storefrontSession(
  { programs, engines, ledger, onUnavailable }: StorefrontContext,
  viewer: Viewer,
  { programId, memberId }: StorefrontSessionInput,
): Promise<StorefrontSessionResult> {
  requireScope(viewer, 'points:redeem');
  checkId('input.memberId', memberId);
  if (programId != null) checkId('input.programId', programId);
  const program = await reachedProgram(programs, viewer, programId, memberId);
  if (program === null) return accountNotFound();
  const engine = await engines.find(program.id);
  if (engine === null) return engineNotFound();
  const { storefront } = engine.connector;
  if (storefront === undefined) return storefrontNotFound();
  if (storefront === null) return storefrontNotConfigured();
  // The storefront spends through the engine, which knows nothing of an account that is frozen here.
  const [ours] = await ledger.accounts([accountRef(program.id, memberId)]);
  if (ours != null && ours.status !== 'ACTIVE') return accountNotActive(ours.status);
  const [member] = await engine.membersOf([memberId]);
  if (member == null) return accountNotFound();

  const outcome = await begin(storefront, member);
  if (outcome.status === 'done') return { ok: true, value: outcome.value };
  if (outcome.status === 'refused' && outcome.reason === 'MEMBER_UNKNOWN') return accountNotFound();
  onUnavailable(engine, 'words' in outcome ? outcome.words : UNAVAILABLE);
  if (outcome.status === 'refused') return storefrontRefused();
  const wait = outcome.status === 'notSent' ? outcome.retryAfter : null;
  return engineUnavailable(UNAVAILABLE, wait === null ? RETRY_SECONDS : Math.max(1, Math.ceil(wait / 1000)));
}

async function begin(storefront: Storefront, member: EngineMember): Promise<CallOutcome<StorefrontSession>> {
  const deadline = openDeadline(DEADLINE);
  try {
    return await storefront.session(member, deadline.signal);
  } finally {
    deadline.close();
  }
}
