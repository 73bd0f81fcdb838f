import type { Engine } from '../../connectors/engines.ts';

/** Why an engine is handed no transactions, in words for an operator; null: it is. */
export function whyNotEarning({ connector, acceptsUncertainty }: Engine): string | null {
  const { earning, earnsOnceFor } = connector.capabilities;
  if (earning === 'none')
    return 'The loyalty engine of this program takes no transactions from here. Send them to it by another way.';
  if (earnsOnceFor !== 0 || acceptsUncertainty) return null;
  return 'The loyalty engine of this program would award a transaction twice that has to be sent again. An operator can switch earning on all the same.';
}
