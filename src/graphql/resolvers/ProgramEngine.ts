import { canRedeem } from '../../engines/canRedeem.ts';
import { capabilityWords } from '../../engines/capabilityWords.ts';
import type { ProgramEngineResolvers } from '../generated/types.ts';

export const ProgramEngine: ProgramEngineResolvers = {
  settings: ({ configuration }) => configuration.settings,
  mapping: ({ configuration: { mapping } }) => ({
    kind: mapping.kind,
    template: mapping.kind === 'TEMPLATE' ? mapping.template : null,
  }),
  canRedeem: (engine) => canRedeem(engine),
  capabilities: ({ connector }) => capabilityWords(connector.capabilities),
  changedBy: ({ configuration }) => configuration.changedBy,
  changedAt: ({ configuration }) => configuration.changedAt,
};
