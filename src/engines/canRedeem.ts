import type { Engine } from '../connectors/engines.ts';

/** Whether members may redeem: where a lost answer can never become certain, only if the operator accepts it. */
export function canRedeem({
  acceptsUncertainty,
  connector,
}: Pick<Engine, 'acceptsUncertainty' | 'connector'>): boolean {
  return acceptsUncertainty || connector.capabilities.certainty !== 'none';
}
