import type { RefusalReason } from '../connectors/loyaltyConnector.ts';
import type { DeclineReason } from './sagaRow.ts';

/** Why a row comes to nothing, by the engine's refusal. */
export function reasonOf(reason: RefusalReason): DeclineReason {
  switch (reason) {
    case 'INSUFFICIENT_POINTS':
    case 'MEMBER_UNKNOWN':
      return reason;
    case 'MEMBER_NOT_ACTIVE':
      return 'ACCOUNT_NOT_ACTIVE';
    default:
      return 'REFUSED';
  }
}
