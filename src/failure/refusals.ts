import type { EarningDeclineReason } from '../earning/earning.ts';
import type { AccountStatus } from '../ledger/account.ts';
import type { Rejection } from '../ledger/outcome.ts';
import { type DecimalText, formatMinor, type Minor } from '../ledger/points.ts';
import type { FailureOf, FailureType } from './failure.ts';

/** What a use-case answers when it refuses. */
export interface Refused<Type extends FailureType> {
  readonly ok: false;
  readonly failure: FailureOf<Type>;
}

export function accountNotFound(): Refused<'PointsAccountNotFound'> {
  return { ok: false, failure: { type: 'PointsAccountNotFound', message: 'There is no such points account.' } };
}

export function accountNotActive(status: AccountStatus): Refused<'PointsAccountNotActive'> {
  const message = `The points account is ${status.toLowerCase()}.`;
  return { ok: false, failure: { type: 'PointsAccountNotActive', message, status } };
}

export function accountHasHolds(held: Minor, decimals: number): Refused<'PointsAccountHasHolds'> {
  const message = `${formatMinor(held, decimals)} points are held. Capture or release the holds first.`;
  return { ok: false, failure: { type: 'PointsAccountHasHolds', message, held, decimals } };
}

/** Nothing is held, and yet the account cannot be closed: pending points would clear into it. */
export function accountHasPending(pending: Minor, decimals: number): Refused<'PointsAccountHasHolds'> {
  const message = `${formatMinor(pending, decimals)} points are pending. Clear or reverse their earnings first.`;
  return { ok: false, failure: { type: 'PointsAccountHasHolds', message, held: 0n, decimals } };
}

export function insufficientPoints(
  { available, requested }: Extract<Rejection, { code: 'INSUFFICIENT_POINTS' }>,
  decimals: number,
): Refused<'InsufficientPoints'> {
  const message = `${formatMinor(available, decimals)} points were available, ${formatMinor(requested, decimals)} were asked for.`;
  return { ok: false, failure: { type: 'InsufficientPoints', message, available, requested, decimals } };
}

/** The engine said that there are too few, and not how many there are. */
export function engineInsufficientPoints(requested: Minor, decimals: number): Refused<'InsufficientPoints'> {
  const message = `The loyalty system has not the ${formatMinor(requested, decimals)} points that were asked for. How many there are it did not say.`;
  return { ok: false, failure: { type: 'InsufficientPoints', message, available: 0n, requested, decimals } };
}

/** Certainly nothing was spent, given back or reserved. */
export function engineUnavailable(
  message: string,
  retryAfterSeconds: number | null,
): Refused<'LoyaltyEngineUnavailable'> {
  return { ok: false, failure: { type: 'LoyaltyEngineUnavailable', message, retryAfterSeconds } };
}

const ENGINE_DECIDES =
  "This program's points live in a loyalty engine, which decides what is earned: record the transaction, and it is handed over.";

/** Nothing was stored: what our own ledger would credit, the members of such a program never see. */
export function earningBelongsToEngine(message = ENGINE_DECIDES): Refused<'EarningBelongsToEngine'> {
  return { ok: false, failure: { type: 'EarningBelongsToEngine', message } };
}

/** Nothing was stored, and nothing was awarded: the same may be recorded again. The words are the engine's. */
export function earningRefusedByEngine(reason: EarningDeclineReason, words: string): Refused<'EarningRefusedByEngine'> {
  const message = `The loyalty engine of this program refused the transaction: ${words}`;
  return { ok: false, failure: { type: 'EarningRefusedByEngine', message, reason } };
}

export function keyConflict(): Refused<'IdempotencyKeyConflict'> {
  const message = 'The idempotency key was used before with another input. Use a new key for a new request.';
  return { ok: false, failure: { type: 'IdempotencyKeyConflict', message } };
}

/** The same for a transaction's id, which is the key of its earning. */
export function transactionConflict(): Refused<'IdempotencyKeyConflict'> {
  const message =
    'A transaction of this id was recorded before with another content. An id is for one transaction only.';
  return { ok: false, failure: { type: 'IdempotencyKeyConflict', message } };
}

export function invalidAmount(message: string): Refused<'InvalidPointsAmount'> {
  return { ok: false, failure: { type: 'InvalidPointsAmount', message } };
}

/** The account would own more points than can be told exactly. */
export function balanceLimit(greatest: Minor, decimals: number): Refused<'InvalidPointsAmount'> {
  return invalidAmount(`The account can own at most ${formatMinor(greatest, decimals)} points.`);
}

export function invalidTransactionAmount(message: string): Refused<'InvalidTransactionAmount'> {
  return { ok: false, failure: { type: 'InvalidTransactionAmount', message } };
}

export function currencyRateNotFound(currencyCode: string): Refused<'CurrencyRateNotFound'> {
  const message = `The rules that apply have no rate for ${currencyCode}. Nothing was recorded: add a rate and send it again.`;
  return { ok: false, failure: { type: 'CurrencyRateNotFound', message, currencyCode } };
}

export function earningCapExceeded(
  { rule, limit }: Extract<Rejection, { code: 'CAP_EXCEEDED' }>,
  decimals: number,
): Refused<'EarningCapExceeded'> {
  const message = `The transaction would earn more than the ${formatMinor(limit, decimals)} points that the cap "${rule}" allows.`;
  return { ok: false, failure: { type: 'EarningCapExceeded', message, rule, limit, decimals } };
}

export function earningNotFound(): Refused<'EarningNotFound'> {
  return { ok: false, failure: { type: 'EarningNotFound', message: 'There is no such earning.' } };
}

export function earningNotPending(message: string): Refused<'EarningNotPending'> {
  return { ok: false, failure: { type: 'EarningNotPending', message } };
}

export function earningNotReversible(
  message: string,
  reversibleAmount: DecimalText | null,
): Refused<'EarningNotReversible'> {
  return { ok: false, failure: { type: 'EarningNotReversible', message, reversibleAmount } };
}

export function programNotFound(): Refused<'ProgramNotFound'> {
  return { ok: false, failure: { type: 'ProgramNotFound', message: 'There is no such program.' } };
}

export function earningRuleNotFound(): Refused<'EarningRuleNotFound'> {
  return { ok: false, failure: { type: 'EarningRuleNotFound', message: 'The program has no such rule.' } };
}

export function earningRuleConflict(currentVersion: number): Refused<'EarningRuleConflict'> {
  const message = `The rule's newest version is ${currentVersion}, which is not the expected one. Look at it, and change that.`;
  return { ok: false, failure: { type: 'EarningRuleConflict', message, currentVersion } };
}

/** The message tells the first problem; a rule of many parts may have many. */
export function invalidEarningRule(
  problems: FailureOf<'InvalidEarningRule'>['problems'],
): Refused<'InvalidEarningRule'> {
  const [first, ...others] = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const message = `The rule is not valid. ${first ?? ''}${others.length > 0 ? ` And ${others.length} more.` : ''}`;
  return { ok: false, failure: { type: 'InvalidEarningRule', message, problems } };
}

export function encryptionKeysMissing(): Refused<'EncryptionKeysMissing'> {
  const message = 'This deployment has no keys to seal secrets with: set ENCRYPTION_KEYS.';
  return { ok: false, failure: { type: 'EncryptionKeysMissing', message } };
}

export function engineNotFound(): Refused<'EngineNotFound'> {
  return { ok: false, failure: { type: 'EngineNotFound', message: 'The program has no engine.' } };
}

export function engineConflict(currentVersion: number): Refused<'EngineConflict'> {
  const message = `The engine's newest version is ${currentVersion}, which is not the expected one. Look at it, and change that.`;
  return { ok: false, failure: { type: 'EngineConflict', message, currentVersion } };
}

/** Redemptions and reversals that only this engine can tell the end of. */
export function engineBusy(pending: number): Refused<'EngineBusy'> {
  const message = `${pending} redemptions or reversals through the engine are not settled yet. They settle by themselves: try again when they are.`;
  return { ok: false, failure: { type: 'EngineBusy', message, pending } };
}

/** The message tells the first problem. */
export function invalidEngineSettings(
  problems: FailureOf<'InvalidEngineSettings'>['problems'],
): Refused<'InvalidEngineSettings'> {
  const [first, ...others] = problems.map(({ path, message }) => `${path}: ${message}`);
  const message = `The engine cannot be configured so. ${first ?? ''}${others.length > 0 ? ` And ${others.length} more.` : ''}`;
  return { ok: false, failure: { type: 'InvalidEngineSettings', message, problems } };
}

export function engineMembersShared(
  shared: FailureOf<'EngineMembersShared'>['shared'],
): Refused<'EngineMembersShared'> {
  const message = `Nothing was imported: ${shared.length} of the engine's members would each be several of the program's.`;
  return { ok: false, failure: { type: 'EngineMembersShared', message, shared } };
}

/** Engines of the program's kind have none. */
export function storefrontNotFound(): Refused<'StorefrontNotFound'> {
  return { ok: false, failure: { type: 'StorefrontNotFound', message: "The program's engine has no storefront." } };
}

export function storefrontNotConfigured(): Refused<'StorefrontNotConfigured'> {
  const message = "The storefront of the program's engine is not configured.";
  return { ok: false, failure: { type: 'StorefrontNotConfigured', message } };
}

/** What the engine said may be for operators alone. */
export function storefrontRefused(): Refused<'StorefrontRefused'> {
  const message = "The program's loyalty system does not let this member into its storefront.";
  return { ok: false, failure: { type: 'StorefrontRefused', message } };
}

export function redemptionNotFound(): Refused<'RedemptionNotFound'> {
  return { ok: false, failure: { type: 'RedemptionNotFound', message: 'There is no such redemption.' } };
}

export function redemptionNotReversible(
  reversiblePoints: Minor,
  decimals: number,
  message = reversibleMessage(reversiblePoints, decimals),
): Refused<'RedemptionNotReversible'> {
  return { ok: false, failure: { type: 'RedemptionNotReversible', message, reversiblePoints, decimals } };
}

function reversibleMessage(reversiblePoints: Minor, decimals: number): string {
  if (reversiblePoints === 0n) return 'All points of the redemption have been given back.';
  return `At most ${formatMinor(reversiblePoints, decimals)} points of the redemption can still be given back.`;
}
