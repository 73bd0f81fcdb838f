import type { SecurityEvent } from '../inbox/inboxDesk.ts';
import type { SecurityEvents } from '../inbox/securityEvents.ts';
import type { Database, Statement } from './port.ts';

const ADD: Statement = {
  name: 'add_security_event',
  text: 'INSERT INTO security_event (program_id, kind, subject, details) VALUES ($1, $2, $3, $4::jsonb)',
};
const PAGE: Statement = {
  name: 'page_security_events',
  text: `
    SELECT id, program_id AS "programId", kind, subject, details, recorded_at AS "recordedAt"
    FROM security_event
    WHERE program_id = $1 AND ($2::bigint IS NULL OR id < $2::bigint)
    ORDER BY id DESC
    LIMIT $3`,
};

/** The security events in the database. */
export function createSecurityEvents(database: Database): SecurityEvents {
  return {
    async add({ programId, kind, subject, details }) {
      await database.query(ADD, [programId, kind, subject, JSON.stringify(details)]);
    },
    async page({ programId, first, before }) {
      const rows = await database.query<SecurityEvent>(PAGE, [programId, before, first + 1]);
      return { events: rows.slice(0, first), hasMore: rows.length > first };
    },
  };
}
