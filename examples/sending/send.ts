// Sends one signed message of the marketplace, and sends it again until it was taken in.
// usage: WEBHOOK_SECRET=whsec_… node send.ts <url of the source> <message id> <file with the body>
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const [url = '', id = '', file = ''] = process.argv.slice(2);
const key = Buffer.from((process.env['WEBHOOK_SECRET'] ?? '').replace(/^whsec_/, ''), 'base64');
const body = await readFile(file, 'utf8');
const WAITS = [0, 5, 300, 1800, 7200];

/** Null: nobody knows what came of it. Sending the same message again is always safe. */
async function attempt(): Promise<Response | null> {
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) }).catch(() => null);
}

let answer: Response | null = null;
for (const seconds of WAITS) {
  await delay(seconds * 1000);
  answer = await attempt();
  if (answer !== null && answer.status < 500) break;
}
console.log(answer === null ? 'no answer' : `${answer.status} ${await answer.text()}`);
process.exitCode = answer?.ok === true ? 0 : 1;
