import type { EarningRules } from '../earning/earningRules.ts';
import { createEarningRules } from './createEarningRules.ts';
import { createEngineEarnings } from './createEngineEarnings.ts';
import { createEngineMembers } from './createEngineMembers.ts';
import { createEngineStore } from './createEngineStore.ts';
import { createLastBalances } from './createLastBalances.ts';
import { createEventDeliveries } from './createEventDeliveries.ts';
import { createEventEndpoints } from './createEventEndpoints.ts';
import { createEventPublications } from './createEventPublications.ts';
import { createBacklog } from './createBacklog.ts';
import { createDeadLetters } from './createDeadLetters.ts';
import { createEngineRedemptions } from './createEngineRedemptions.ts';
import { createEngineReversals } from './createEngineReversals.ts';
import { createMemberProfiles } from './createMemberProfiles.ts';
import { createPrograms } from './createPrograms.ts';
import { createReconciliationBooks } from './createReconciliationBooks.ts';
import { createReconciliationRows } from './createReconciliationRows.ts';
import { createSecurityEvents } from './createSecurityEvents.ts';
import { createWebhookSources } from './createWebhookSources.ts';
import { migrate } from './migrate.ts';
import type { Database } from './port.ts';
import { openDatabase } from './openDatabase.ts';
import { openPrisma } from './openPrisma.ts';
import { workingRole } from './workingRole.ts';
import type { EngineEarnings } from '../earning/engine/engineEarning.ts';
import type { EngineBooks } from '../engines/engineServices.ts';
import type { EventBooks } from '../events/eventBooks.ts';
import type { DeadLetters } from '../inbox/deadLetters.ts';
import type { SecurityEvents } from '../inbox/securityEvents.ts';
import type { WebhookSources } from '../inbox/webhookSources.ts';
import type { ReadBacklog } from '../metrics/backlog.ts';
import type { MemberProfiles } from '../program/memberProfiles.ts';
import type { ProgramStore } from '../program/programs.ts';
import type { OwnRows } from '../reconciliation/ownRow.ts';
import type { ReconciliationBooks } from '../reconciliation/reconciliationBooks.ts';
import type { EngineRedemptions, EngineReversals } from '../redemption/engine/engineRedemptions.ts';

export interface BooksOptions {
  readonly connectionString: string;
  /** How many batches of postings run at once. */
  readonly lanes: number;
  /** Connections for everything else. */
  readonly connections: number;
  readonly defaultProgram: string;
}

/** The database as the service uses it. */
export interface Books {
  readonly hot: Database;
  readonly reads: Database;
  readonly programs: ProgramStore;
  readonly earningRules: EarningRules;
  readonly memberProfiles: MemberProfiles;
  readonly webhookSources: WebhookSources;
  readonly deadLetters: DeadLetters;
  readonly securityEvents: SecurityEvents;
  readonly engines: EngineBooks;
  readonly engineRedemptions: EngineRedemptions;
  readonly engineReversals: EngineReversals;
  readonly engineEarnings: EngineEarnings;
  readonly reconciliation: { readonly rows: OwnRows; readonly books: ReconciliationBooks };
  readonly events: EventBooks;
  readonly backlog: ReadBacklog;
  close(): Promise<void>;
}

/** Migrates, and opens the pools as the role that may not rewrite the books. */
export async function openBooks({
  connectionString,
  lanes,
  connections,
  defaultProgram,
}: BooksOptions): Promise<Books> {
  await migrate(connectionString);
  const role = await roleFor(connectionString);
  const working = { connectionString, ...(role === undefined ? {} : { role }) };
  // One more than lanes, for the batch that is repeated command by command.
  const hot = openDatabase({ ...working, connections: lanes + 1, hot: true });
  const reads = openDatabase({ ...working, connections });
  const prisma = openPrisma(reads.pool);
  const programs = createPrograms(prisma, { defaultId: defaultProgram });
  return {
    hot,
    reads,
    programs,
    earningRules: createEarningRules(reads, programs),
    memberProfiles: createMemberProfiles(prisma),
    webhookSources: createWebhookSources(reads),
    deadLetters: createDeadLetters(reads),
    securityEvents: createSecurityEvents(reads),
    engines: {
      store: createEngineStore(reads),
      members: createEngineMembers(reads),
      lastBalances: createLastBalances(reads),
    },
    engineRedemptions: createEngineRedemptions(reads),
    engineReversals: createEngineReversals(reads),
    engineEarnings: createEngineEarnings(reads),
    reconciliation: { rows: createReconciliationRows(reads), books: createReconciliationBooks(reads) },
    events: {
      endpoints: createEventEndpoints(reads),
      deliveries: createEventDeliveries(reads),
      publications: createEventPublications(reads),
    },
    backlog: createBacklog(reads),
    async close() {
      await prisma.$disconnect();
      await Promise.all([hot.close(), reads.close()]);
    },
  };
}

async function roleFor(connectionString: string): Promise<string | undefined> {
  const owner = openDatabase({ connectionString, connections: 1 });
  try {
    return await workingRole(owner);
  } finally {
    await owner.close();
  }
}
