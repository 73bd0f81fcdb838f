import { reachesProgram, requireStaffScope } from '../access/viewer.ts';
import type { InboxDesk } from './inboxDesk.ts';
import type { InboxDeskParts } from './inboxDeskParts.ts';
import { letterDesk } from './letterDesk.ts';
import { sourceDesk } from './sourceDesk.ts';

/** What an operator does about inbound messages. */
export function createInboxDesk(parts: InboxDeskParts): InboxDesk {
  return {
    ...sourceDesk(parts),
    ...letterDesk(parts),
    async securityEvents(viewer, query) {
      requireStaffScope(viewer, 'points:admin');
      return reachesProgram(viewer, query.programId) ? parts.events.page(query) : { events: [], hasMore: false };
    },
  };
}
