import type { Capabilities } from '../connectors/loyaltyConnector.ts';

export interface CapabilityInWords {
  readonly name: string;
  readonly words: string;
}

const CERTAINTY: Readonly<Record<Capabilities['certainty'], string>> = {
  resend: 'A redemption whose answer was lost is sent again, which debits once. It settles by itself.',
  lookup: 'A redemption whose answer was lost is looked up by its id. It settles by itself.',
  cancel: 'A redemption whose answer was lost is canceled, and the points are there again.',
  none: 'A redemption whose answer was lost can never become certain: somebody has to look it up.',
};
const REVERSAL: Readonly<Record<Capabilities['reversal'], string>> = {
  none: 'Nothing can be given back through the engine.',
  full: 'A redemption can be given back as a whole.',
  partial: 'A redemption can be given back as a whole or in parts.',
};
const EARNING: Readonly<Record<Capabilities['earning'], string>> = {
  none: 'Transactions cannot be handed over: the engine learns of them by another way.',
  blind: 'Transactions are handed over, and what they earned is told later.',
  told: 'Transactions are handed over, and what they earned is told at once.',
};

const AWARDS_TWICE =
  ' One whose answer was lost can never become certain, as the engine would award it twice: somebody has to look it up.';

/** What an engine can do, and what it means for members, for operators. */
export function capabilityWords(capabilities: Capabilities): readonly CapabilityInWords[] {
  const { certainty, isAsynchronous, reversal, earning, earnsOnceFor, batchBalances, fractionalPoints, history } =
    capabilities;
  const later = isAsynchronous ? ' The engine may answer later: a redemption is then pending for a while.' : '';
  return [
    { name: 'Redemption', words: CERTAINTY[certainty] + later },
    { name: 'Reversal', words: REVERSAL[reversal] },
    { name: 'Earning', words: EARNING[earning] + (earning !== 'none' && earnsOnceFor === 0 ? AWARDS_TWICE : '') },
    {
      name: 'Balances',
      words: batchBalances ? 'Read live, many members in one call.' : 'Read live, one call for each member.',
    },
    {
      name: 'Points',
      words: fractionalPoints ? 'Fractions of a point can be spent.' : 'Only whole points can be spent.',
    },
    {
      name: 'History',
      words: history
        ? 'The engine tells its own movements.'
        : 'The engine tells no history: movements made there are not seen.',
    },
  ];
}
