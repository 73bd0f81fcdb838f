import type { EventDesk, EventProblem, EventRefusal } from '../../../events/eventDesk.ts';
import type { Services } from '../../../services.ts';
import { fromGraphEventType } from '../../eventTypes.ts';
import type { MutationResolvers } from '../../generated/types.ts';

const OF_NEW = {
  NO_PROGRAM: 'ProgramNotFound',
  INVALID_URL: 'EventEndpointUrlRefused',
  TOO_MANY: 'TooManyEventEndpoints',
  NO_ENCRYPTION_KEYS: 'EncryptionKeysMissing',
} as const;
const OF_ENDPOINT = { NOT_FOUND: 'EventEndpointNotFound' } as const;
const OF_CHANGE = { ...OF_ENDPOINT, INVALID_URL: 'EventEndpointUrlRefused' } as const;
const OF_ROTATION = {
  ...OF_ENDPOINT,
  ROTATION_UNDER_WAY: 'EventEndpointRotationUnderWay',
  NO_ENCRYPTION_KEYS: 'EncryptionKeysMissing',
} as const;
const OF_DELIVERY = { NO_DELIVERY: 'EventDeliveryNotFound', NOT_SETTLED: 'EventDeliveryNotSettled' } as const;

export const eventMutations: MutationResolvers = {
  async registerEventEndpoint(_, { input }, { viewer, services, loaders }) {
    const scheme = input.scheme === 'V1A' ? 'v1a' : 'v1';
    const { format = 'STANDARD' } = input;
    const types = input.types == null ? null : input.types.map(fromGraphEventType);
    const result = await deskOf(services).register(viewer, { ...input, types, format, scheme });
    loaders.clear();
    return result.ok ? { __typename: 'RegisterEventEndpointSuccess', ...result.value } : toError(result, OF_NEW);
  },
  async changeEventEndpoint(_, { input }, { viewer, services, loaders }) {
    const types = input.types == null ? input.types : input.types.map(fromGraphEventType);
    const result = await deskOf(services).change(viewer, { ...input, types });
    loaders.clear();
    return result.ok
      ? { __typename: 'ChangeEventEndpointSuccess', endpoint: result.value }
      : toError(result, OF_CHANGE);
  },
  async rotateEventEndpointSecret(_, { input: { endpointId } }, { viewer, services, loaders }) {
    const result = await deskOf(services).rotate(viewer, endpointId);
    loaders.clear();
    return result.ok
      ? { __typename: 'RotateEventEndpointSecretSuccess', ...result.value }
      : toError(result, OF_ROTATION);
  },
  async removeEventEndpoint(_, { input: { endpointId } }, { viewer, services, loaders }) {
    const result = await deskOf(services).remove(viewer, endpointId);
    loaders.clear();
    return result.ok
      ? { __typename: 'RemoveEventEndpointSuccess', endpoint: result.value }
      : toError(result, OF_ENDPOINT);
  },
  async sendTestEvent(_, { input: { endpointId } }, { viewer, services }) {
    const result = await deskOf(services).sendTest(viewer, endpointId);
    if (!result.ok) return toError(result, OF_ENDPOINT);
    const { status, words, body } = result.value;
    const ok = status !== null && status >= 200 && status < 300;
    return { __typename: 'SendTestEventSuccess', ok, status, words, body };
  },
  async replayEventDelivery(_, { input: { deliveryId } }, { viewer, services, loaders }) {
    const result = await deskOf(services).replay(viewer, deliveryId);
    loaders.clear();
    return result.ok
      ? { __typename: 'ReplayEventDeliverySuccess', delivery: result.value }
      : toError(result, OF_DELIVERY);
  },
};

function deskOf({ eventDesk }: Services): EventDesk {
  if (eventDesk === undefined) throw new Error('this service sends no events');
  return eventDesk;
}

function toError<Type extends string>(
  { problem, message }: EventRefusal,
  types: Partial<Record<EventProblem, Type>>,
): { readonly __typename: Type; readonly message: string } {
  const type = types[problem];
  if (type === undefined) throw new Error(`an unexpected problem of events: ${problem}`);
  return { __typename: type, message };
}
