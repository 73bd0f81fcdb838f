import type { EngineContext } from './engineContext.ts';

/** Of a service that is put together without engines: there are none, and no keys to configure one with. */
export const noEngines: Omit<EngineContext, 'programs'> = {
  engines: {
    find: async () => null,
    all: async () => [],
    refresh: async () => {},
    close: async () => {},
  },
  store: {
    newest: async () => [],
    pending: async () => 0,
    sealed: async () => null,
    reseal: async () => false,
    add: async () => false,
    remove: async () => false,
  },
  members: {
    find: async (_, memberIds) => memberIds.map(() => null),
    ours: async (_, engineMemberIds) => engineMemberIds.map(() => null),
    save: async () => {
      throw new Error('This service is put together without engines.');
    },
  },
  sealer: null,
  opened: [],
  onUnavailable: () => {},
};
