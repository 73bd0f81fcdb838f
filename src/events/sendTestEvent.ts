import { randomUUID } from 'node:crypto';
import type { SendingContext } from './attemptDelivery.ts';
import { signEvent } from './endpointKey.ts';
import { contentTypeOf } from './eventBody.ts';
import type { StoredEndpoint } from './eventEndpoints.ts';
import { notPosted, type Posted } from './eventPost.ts';
import { TEST_EVENT } from './eventTypes.ts';

/** One attempt with an event that says nothing: it has no member and no sequence, and is never repeated. */
export async function sendTestEvent(
  { post, sealer, now }: Pick<SendingContext, 'post' | 'sealer' | 'now'>,
  { id: endpointId, programId, format, keys, url }: StoredEndpoint,
): Promise<Posted> {
  if (sealer === null) return notPosted('This deployment has no ENCRYPTION_KEYS to sign with.');
  const id = randomUUID();
  const at = now();
  const timestamp = at.toISOString();
  const data = { programId, endpointId };
  const body = JSON.stringify(
    format === 'STANDARD'
      ? { type: TEST_EVENT, timestamp, data }
      : {
          specversion: '1.0',
          id,
          source: `/programs/${encodeURIComponent(programId)}`,
          type: TEST_EVENT,
          time: timestamp,
          datacontenttype: 'application/json',
          data,
        },
  );
  const signed = signEvent(sealer, endpointId, keys, { id, body, now: at });
  return post.post(url, { 'content-type': contentTypeOf(format), ...signed }, body);
}
