import type { MutationResolvers } from '../../generated/types.ts';
import { toDeskError } from '../../toDeskError.ts';

const OF_SOURCE = { NOT_FOUND: 'WebhookSourceNotFound' } as const;
const OF_LETTER = { NOT_FOUND: 'DeadLetterNotFound', NOT_OPEN: 'DeadLetterNotOpen' } as const;
const OF_REPLAY = { ...OF_LETTER, OF_ENGINE: 'DeadLetterOfEngine' } as const;
const OF_NEW_SOURCE = {
  NOT_FOUND: 'ProgramNotFound',
  TAKEN: 'WebhookSourceIdTaken',
  NO_ENCRYPTION_KEYS: 'EncryptionKeysMissing',
} as const;
const OF_ROTATION = {
  NOT_FOUND: 'WebhookSourceNotFound',
  ROTATION_UNDER_WAY: 'WebhookKeyRotationUnderWay',
  NO_ENCRYPTION_KEYS: 'EncryptionKeysMissing',
} as const;

export const inboxMutations: MutationResolvers = {
  async createWebhookSource(_, { input }, { viewer, services, loaders }) {
    const { id, name, publicKey = null } = input;
    const programId = input.programId ?? services.programs.defaultId;
    const result = await services.inboxDesk.createSource(viewer, { id, programId, name, publicKey });
    loaders.clear();
    return result.ok
      ? { __typename: 'CreateWebhookSourceSuccess', ...result.value }
      : toDeskError(result, OF_NEW_SOURCE);
  },
  async rotateWebhookSourceKey(_, { input: { sourceId, publicKey = null } }, { viewer, services, loaders }) {
    const result = await services.inboxDesk.rotateKey(viewer, sourceId, publicKey);
    loaders.clear();
    return result.ok
      ? { __typename: 'RotateWebhookSourceKeySuccess', ...result.value }
      : toDeskError(result, OF_ROTATION);
  },
  async disableWebhookSource(_, { input: { sourceId } }, { viewer, services, loaders }) {
    const result = await services.inboxDesk.setDisabled(viewer, sourceId, true);
    loaders.clear();
    return result.ok
      ? { __typename: 'DisableWebhookSourceSuccess', source: result.value }
      : toDeskError(result, OF_SOURCE);
  },
  async enableWebhookSource(_, { input: { sourceId } }, { viewer, services, loaders }) {
    const result = await services.inboxDesk.setDisabled(viewer, sourceId, false);
    loaders.clear();
    return result.ok
      ? { __typename: 'EnableWebhookSourceSuccess', source: result.value }
      : toDeskError(result, OF_SOURCE);
  },
  async replayDeadLetter(_, { input: { deadLetterId, body = null } }, { viewer, services, loaders }) {
    const result = await services.inboxDesk.replay(viewer, deadLetterId, body);
    loaders.clear();
    return result.ok
      ? { __typename: 'ReplayDeadLetterSuccess', deadLetter: result.value }
      : toDeskError(result, OF_REPLAY);
  },
  async dismissDeadLetter(_, { input: { deadLetterId } }, { viewer, services, loaders }) {
    const result = await services.inboxDesk.dismiss(viewer, deadLetterId);
    loaders.clear();
    return result.ok
      ? { __typename: 'DismissDeadLetterSuccess', deadLetter: result.value }
      : toDeskError(result, OF_LETTER);
  },
};
