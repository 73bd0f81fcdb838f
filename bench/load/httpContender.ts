import type { Contender } from '../measure.ts';
import { underLoad } from './callers.ts';
import { openConnection } from './httpConnection.ts';

interface HttpLoad {
  readonly name: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly callers: number;
  /** A new request's body. */
  body(): string;
  /** Headers that a body needs, beside those of all of them. */
  sign?(body: string): Readonly<Record<string, string>>;
  /** How often the text of success has to stand in an answer. */
  readonly expected: { readonly text: string; readonly times: number };
}

/** A server under that many callers, each with a connection of its own that lives for a round. */
export function httpContender(load: HttpLoad): Contender {
  return {
    name: load.name,
    async run(milliseconds) {
      const connections = await Promise.all(
        Array.from({ length: load.callers }, async () => openConnection(load.url, load.headers)),
      );
      try {
        return await underLoad(load.callers, milliseconds, async (caller) => {
          const body = load.body();
          const reply = await connections[caller]?.post(body, load.sign?.(body));
          if (reply?.status !== 200 || !hasTimes(reply.body, load.expected.text, load.expected.times)) {
            throw new Error(`${load.name} answered ${reply?.status}: ${reply?.body.slice(0, 500)}`);
          }
        });
      } finally {
        for (const connection of connections) connection.close();
      }
    },
  };
}

/** Whether a text stands in another exactly that often. Cheap beside parsing 50 entities for every answer. */
function hasTimes(body: string, text: string, times: number): boolean {
  let found = 0;
  for (let at = body.indexOf(text); at !== -1; at = body.indexOf(text, at + text.length)) found += 1;
  return found === times;
}
