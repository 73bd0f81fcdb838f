import type { Engine } from '../../connectors/engines.ts';
import {
  accountNotActive,
  accountNotFound,
  engineUnavailable,
  invalidAmount,
  keyConflict,
} from '../../failure/refusals.ts';
import type { Debit } from '../../ledger/command.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RedeemPointsResult } from '../redemptionUseCases.ts';
import { redeemFromLedger } from '../redeemFromLedger.ts';
import { engineRedemptionResult } from './engineRedemptionResult.ts';
import type { EngineRedeeming } from './engineRedeeming.ts';
import type { EngineRedemption } from './engineRedemption.ts';
import type { RedemptionReservation } from './engineRedemptions.ts';

const UNCERTAIN =
  'Redemptions are off: this loyalty system cannot tell whether points were taken when its answer is lost. An operator can switch them on all the same.';
const ONE_AT_A_TIME =
  'Another redemption of this member is not decided yet, and this loyalty system takes one at a time.';
const RETRY_SECONDS = 5;

/** Spends points that live in a program's engine. The command says what our own ledger would be asked. */
export async function redeemThroughEngine(
  ledger: Ledger,
  redeeming: EngineRedeeming,
  engine: Engine,
  command: Debit,
): Promise<RedeemPointsResult> {
  const { saga, redemptions } = redeeming;
  const { decimals } = command.program;
  const known = await knownRow(ledger, redeeming, engine, command);
  if ('ok' in known) return known;
  if ('row' in known) return settled(redeeming, known.row, command);
  if (!engine.connector.capabilities.oneAtATimePerMember) {
    const begun = await saga.begin(known);
    if (begun !== null) return engineRedemptionResult(begun, decimals);
  }
  // It has to be claimed apart, or somebody else made it meanwhile.
  const row = await redemptions.reserve(known);
  return row === null ? engineUnavailable(ONE_AT_A_TIME, RETRY_SECONDS) : settled(redeeming, row, command);
}

async function settled(
  { saga }: EngineRedeeming,
  row: EngineRedemption,
  { fingerprint, program }: Debit,
): Promise<RedeemPointsResult> {
  if (row.fingerprint !== fingerprint) return keyConflict();
  return engineRedemptionResult(await saga.settled(row), program.decimals);
}

/**
 * The row that was made before; what there is to make otherwise, or why nothing is. A key of before the program had an
 * engine is the ledger's.
 */
async function knownRow(
  ledger: Ledger,
  { redemptions }: EngineRedeeming,
  engine: Engine,
  command: Debit,
): Promise<{ readonly row: EngineRedemption } | RedemptionReservation | RedeemPointsResult> {
  const { account, points, fingerprint, details = {} } = command;
  // Asked at once, as a member waits.
  const [[known], [before], [ours]] = await Promise.all([
    redemptions.find([command.id]),
    ledger.movements([command.id]),
    ledger.accounts([account]),
  ]);
  if (known != null) return { row: known };
  if (before != null) {
    // Our books may repeat a row that was made since it was looked for: the row is always there first.
    const [since] = await redemptions.find([command.id]);
    return since == null ? redeemFromLedger(ledger, command) : { row: since };
  }
  if (ours != null && ours.status !== 'ACTIVE') return accountNotActive(ours.status);

  const { certainty, fractionalPoints } = engine.connector.capabilities;
  if (certainty === 'none' && !engine.acceptsUncertainty) return engineUnavailable(UNCERTAIN, null);
  const isWhole = points % 10n ** BigInt(command.program.decimals) === 0n;
  if (!fractionalPoints && !isWhole)
    return invalidAmount('The loyalty system of this program takes whole points only.');
  const [member] = await engine.membersOf([account.memberId]);
  if (member == null) return accountNotFound();
  return {
    id: command.id,
    programId: account.programId,
    bucket: account.bucket,
    accountId: account.id,
    memberId: account.memberId,
    engineKind: engine.kind,
    engineVersion: engine.version,
    engineMember: member.id,
    points,
    fingerprint,
    rewardId: details['rewardId'] ?? null,
    orderId: details['orderId'] ?? null,
    isAlone: certainty === 'none',
  };
}
