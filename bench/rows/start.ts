import { join } from 'node:path';
import { type Child, freePort, startChild } from '../child.ts';
import type { Figure } from '../figure.ts';
import { openConnection } from '../load/httpConnection.ts';
import { median } from '../measure.ts';
import type { Setting } from '../setting.ts';

const GREATEST_SECONDS = 5;
const STARTS = 3;

const FIRST_QUERY = JSON.stringify({
  query: '{ program(id: "demo") { id name } }',
});

/** From the process's start to its first answer, with its own embedded PostgreSQL and data that is already there. */
export async function startFigures(root: string, setting: Setting): Promise<readonly Figure[]> {
  const dataDir = join(setting.folder, 'start');
  const first = await timeToFirstAnswer(root, dataDir);
  const seconds: number[] = [];
  for (let start = 0; start < STARTS; start += 1) seconds.push(await timeToFirstAnswer(root, dataDir));
  const middle = median(seconds);
  return [
    {
      figure: 'start to first answered query, data there',
      baseline: '—',
      ours: `${middle.toFixed(2)} s (${seconds.map((each) => each.toFixed(2)).join(', ')})`,
      theirs: `on an empty folder ${first.toFixed(2)} s`,
      ratio: '',
      target: `≤ ${GREATEST_SECONDS} s`,
      met: middle <= GREATEST_SECONDS,
    },
  ];
}

async function timeToFirstAnswer(root: string, dataDir: string): Promise<number> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}/graphql`);
  const begin = performance.now();
  let child: Child | null = null;
  try {
    child = await startChild(
      join(root, 'dist/main.js'),
      { PORT: port.toString(), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
      async () => answersAQuery(url),
    );
    return (performance.now() - begin) / 1000;
  } finally {
    await child?.stop();
  }
}

async function answersAQuery(url: URL): Promise<boolean> {
  const connection = await openConnection(url, {}).catch(() => null);
  if (connection === null) return false;
  try {
    const reply = await connection.post(FIRST_QUERY);
    return reply.status === 200 && reply.body.includes('"data"');
  } catch {
    return false;
  } finally {
    connection.close();
  }
}
