import { reachesProgram, requireStaffScope } from '../../../../src/access/viewer.ts';
import type {
  DeadLetter,
  DeskProblem,
  DeskRefusal,
  InboxDesk,
  NewKey,
  SecurityEvent,
  WebhookSource,
} from '../../../../src/inbox/inboxDesk.ts';

export interface MemoryInboxDesk extends InboxDesk {
  readonly sourceList: WebhookSource[];
  /** Newest first, as are the events. */
  readonly letterList: DeadLetter[];
  readonly eventList: SecurityEvent[];
  /** What everything that changes something is refused with, until it is null again. */
  problem: DeskProblem | null;
  /** How often lists were asked for. */
  asked: number;
}

const CREATED = new Date('2026-01-02T03:04:05Z');

/** An inbox desk in memory, which does what it is told and keeps the lists as they are put into it. */
export function memoryInboxDesk(): MemoryInboxDesk {
  const newKey = (source: WebhookSource, publicKey: string | null): NewKey => {
    const key = { scheme: publicKey === null ? 'v1' : 'v1a', publicKey, createdAt: CREATED, expiresAt: null } as const;
    const renewed = { ...source, keys: [key, ...source.keys] };
    replace(desk.sourceList, renewed);
    return { source: renewed, secret: publicKey === null ? 'whsec_c2VjcmV0' : null };
  };

  function change<Row extends { readonly id: string }>(rows: Row[], id: string, to: (row: Row) => Row) {
    if (desk.problem !== null) return refused(desk.problem);
    const row = rows.find((one) => one.id === id);
    if (row === undefined) return refused('NOT_FOUND');
    const value = to(row);
    replace(rows, value);
    return { ok: true, value } as const;
  }

  const desk: MemoryInboxDesk = {
    sourceList: [],
    letterList: [],
    eventList: [],
    problem: null,
    asked: 0,
    async sources(viewer, programId) {
      requireStaffScope(viewer, 'points:admin');
      desk.asked += 1;
      return desk.sourceList.filter((source) => source.programId === programId);
    },
    async createSource(viewer, { publicKey, ...source }) {
      requireStaffScope(viewer, 'points:admin');
      if (desk.problem !== null) return refused(desk.problem);
      if (!reachesProgram(viewer, source.programId)) return refused('NOT_FOUND');
      const created = { ...source, isDisabled: false, keys: [], createdBy: viewer.subject, createdAt: CREATED };
      return { ok: true, value: newKey(created, publicKey) };
    },
    async rotateKey(_, sourceId, publicKey) {
      const source = desk.sourceList.find(({ id }) => id === sourceId);
      if (desk.problem !== null) return refused(desk.problem);
      return source === undefined ? refused('NOT_FOUND') : { ok: true, value: newKey(source, publicKey) };
    },
    setDisabled: async (_, sourceId, isDisabled) =>
      change(desk.sourceList, sourceId, (source) => ({ ...source, isDisabled })),
    async deadLetters(viewer, { programId, states, first, after }) {
      requireStaffScope(viewer, 'points:admin');
      desk.asked += 1;
      const letters = desk.letterList.filter(
        (letter) => letter.programId === programId && (states?.includes(letter.state) ?? true),
      );
      const from = letters.findIndex(({ id }) => id === after) + 1;
      return { letters: letters.slice(from, from + first), hasMore: letters.length > from + first };
    },
    replay: async (_, letterId, mendedBody) =>
      change(desk.letterList, letterId, (letter) => ({
        ...letter,
        body: mendedBody ?? letter.body,
        state: mendedBody === null ? 'OPEN' : 'REPLAYED',
        attempts: letter.attempts + 1,
      })),
    dismiss: async (_, letterId) => change(desk.letterList, letterId, (letter) => ({ ...letter, state: 'DISMISSED' })),
    async securityEvents(viewer, { programId, first, before }) {
      requireStaffScope(viewer, 'points:admin');
      desk.asked += 1;
      const events = desk.eventList.filter(
        (event) => event.programId === programId && (before === null || event.id < before),
      );
      return { events: events.slice(0, first), hasMore: events.length > first };
    },
  };
  return desk;
}

function replace<Row extends { readonly id: string }>(rows: Row[], row: Row): void {
  const at = rows.findIndex(({ id }) => id === row.id);
  if (at < 0) rows.unshift(row);
  else rows[at] = row;
}

function refused(problem: DeskProblem): DeskRefusal {
  return { ok: false, problem, message: `Refused: ${problem}.` };
}
