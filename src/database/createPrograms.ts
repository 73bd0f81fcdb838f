import { LedgerUnavailable } from '../ledger/ledgerUnavailable.ts';
import type { Program, ProgramStore } from '../program/programs.ts';
import type { PrismaClient } from './openPrisma.ts';

export interface ProgramsOptions {
  readonly defaultId: string;
}

type Copy = ReadonlyMap<string, Program>;

/** A change shows everywhere after so many milliseconds. */
const FRESH_FOR = 5_000;
/** A program that is not in the copy may have been made since: it is looked for again, but no oftener than this. */
const MISSING_FOR = 1_000;

/** The programs in the database. Throws LedgerUnavailable when they were never read and cannot be. */
export function createPrograms(prisma: PrismaClient, { defaultId }: ProgramsOptions): ProgramStore {
  let copy: Copy | null = null;
  let readAt = 0;
  let reading: Promise<Copy> | null = null;
  let begun = 0;
  let newest = 0;

  async function read(): Promise<Copy> {
    begun += 1;
    const place = begun;
    const rows = await prisma.program.findMany({ omit: { createdAt: true }, orderBy: { id: 'asc' } });
    const found = new Map(rows.map((program) => [program.id, program]));
    // A read that began before another one, and came back after it, has nothing new to say.
    if (place < newest) return copy ?? found;
    newest = place;
    readAt = performance.now();
    copy = found;
    return found;
  }

  async function notOlderThan(milliseconds: number): Promise<Copy> {
    if (copy !== null && performance.now() - readAt < milliseconds) return copy;
    // Everybody who asks meanwhile waits for the same read.
    reading ??= read().finally(() => {
      reading = null;
    });
    try {
      return await reading;
    } catch (error) {
      // What a program fixes hardly ever changes: an old copy serves while PostgreSQL is away.
      if (copy !== null) return copy;
      throw new LedgerUnavailable(error);
    }
  }

  return {
    defaultId,
    find: async (id) => (await notOlderThan(FRESH_FOR)).get(id) ?? (await notOlderThan(MISSING_FOR)).get(id) ?? null,
    all: async () => [...(await notOlderThan(FRESH_FOR)).values()],
    async save(program) {
      const { id, decimals, ...changeable } = toRow(program);
      const saved = await prisma.program.upsert({
        where: { id },
        create: { id, decimals, ...changeable },
        update: changeable,
      });
      await read();
      if (saved.decimals !== decimals) throw new Error(`${id} has ${saved.decimals} decimals, which never change.`);
    },
  };
}

function toRow(program: Program) {
  const { plumTokenHash, plumAllowedIps, ...rest } = program;
  return {
    ...rest,
    plumTokenHash: plumTokenHash === null ? null : Uint8Array.from(plumTokenHash),
    plumAllowedIps: [...plumAllowedIps],
  };
}
