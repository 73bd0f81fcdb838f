import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How much of the machine's memory a process holds. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const kilobytes =
    status === null
      ? (await run('ps', ['-o', 'rss=', '-p', pid.toString()])).stdout
      : (/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? '');
  return Number(kilobytes.trim()) * 1024;
}
