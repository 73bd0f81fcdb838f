import type { Figure } from '../figure.ts';
import { underLoad } from '../load/callers.ts';
import { openConnection } from '../load/httpConnection.ts';
import { balances, BALANCES_A_REQUEST, redeemPoints } from '../load/operations.ts';
import { median } from '../measure.ts';
import { PROGRAM } from '../members.ts';
import { anyOf, severalOf } from '../pick.ts';
import { residentBytes } from '../residentBytes.ts';
import type { Servers } from '../servers.ts';
import type { Setting } from '../setting.ts';

const CALLERS = 32;
const GREATEST_BYTES = 300 * 1024 ** 2;
/** What the last quarter may lie above the second one: garbage is collected in waves, a leak climbs past them. */
const FLAT = 1.1;

/** The service's resident memory under redemptions and batch reads, three to one: how much, and whether it climbs. */
export async function memoryFigures(setting: Setting, servers: Servers, minutes: number): Promise<readonly Figure[]> {
  const { url, headers, pid } = await servers.service();
  const ids = setting.accounts.map((account) => account.id);
  const connections = await Promise.all(Array.from({ length: CALLERS }, async () => openConnection(url, headers)));
  const samples: number[] = [];
  const sampler = setInterval(() => void residentBytes(pid).then((bytes) => samples.push(bytes)), 500);
  try {
    const round = await underLoad(CALLERS, minutes * 60_000, async (caller) => {
      const reads = Math.random() < 0.25;
      const body = reads
        ? balances(severalOf(ids, BALANCES_A_REQUEST))
        : redeemPoints(PROGRAM.id, anyOf(setting.accounts).memberId);
      const reply = await connections[caller]?.post(body);
      if (reply?.status !== 200) throw new Error(`the service answered ${reply?.status}: ${reply?.body.slice(0, 300)}`);
    });
    return [memoryFigure(samples, minutes, round.rate)];
  } finally {
    clearInterval(sampler);
    for (const connection of connections) connection.close();
  }
}

function memoryFigure(samples: readonly number[], minutes: number, rate: number): Figure {
  const quarter = Math.floor(samples.length / 4);
  const early = median(samples.slice(quarter, 2 * quarter));
  const late = median(samples.slice(3 * quarter));
  const greatest = Math.max(...samples);
  return {
    figure: `resident memory, ${minutes} min of load`,
    baseline: 'itself, second quarter',
    ours: `${megabytes(late)}, at most ${megabytes(greatest)}, at ${Math.round(rate)} requests/s`,
    theirs: megabytes(early),
    ratio: `${(late / early).toFixed(2)} ×`,
    target: `≤ ${megabytes(GREATEST_BYTES)}, ≤ ${FLAT} ×`,
    met: greatest <= GREATEST_BYTES && late / early <= FLAT,
  };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
