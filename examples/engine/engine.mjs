// A loyalty engine of one's own, as the signed webhook contract wants it: docs/openapi/engine-webhook.json.
// It keeps its books in memory, and in a file if it is given one. Nothing is needed but Node.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

/** Amounts are whole cents inside: "12.3" is 1230n. */
export const toCents = (text) =>
  BigInt(text.replace(/^(-?\d+)\.?(\d{0,2})$/, (_, whole, rest) => whole + rest.padEnd(2, '0')));
export const toText = (cents) => {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, '');
};

const refused = (reference, reason) => ({ status: 'REFUSED', reference, reason });
const keyOf = (text) => Buffer.from(text.replace('whsec_', ''), 'base64');
const isAmount = (text) => /^\d+(\.\d{1,2})?$/.test(text);

/**
 * tell is given its own messages, signed with webhookSecret, once its books are saved. One that is lost does no harm.
 * @param {{ secret: string, file?: string | null, cancels?: boolean, webhookSecret?: string, tell?: Function }} options
 */
export function createEngine({ secret, file = null, cancels = false, webhookSecret = secret, tell = () => {} }) {
  const [key, messageKey, untold] = [keyOf(secret), keyOf(webhookSecret), []];
  const empty = { movements: [], members: {}, debits: {}, answers: {} };
  const books = file !== null && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : empty;
  const save = () => {
    if (file !== null) {
      writeFileSync(`${file}.new`, JSON.stringify(books), { flush: true });
      renameSync(`${file}.new`, file);
    }
    for (const message of untold.splice(0)) tell(message);
  };

  const sign = (id, timestamp, body, by = key) =>
    createHmac('sha256', by).update(`${id}.${timestamp}.${body}`).digest();
  const message = (id, type, data) => {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = `v1,${sign(id, timestamp, body, messageKey).toString('base64')}`;
    return { headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, body };
  };
  const isSigned = (headers, body) => {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300 || !id) return false;
    const ours = sign(id, timestamp, body);
    const theirs = signatures.split(' ').map((one) => Buffer.from(one.replace('v1,', ''), 'base64'));
    return theirs.some((one) => one.length === ours.length && timingSafeEqual(one, ours));
  };

  const book = (kind, member, cents, reference, of = null) => {
    books.members[member] = (BigInt(books.members[member] ?? 0) + cents).toString();
    const at = new Date().toISOString();
    books.movements.push({
      id: `m${books.movements.length + 1}`,
      kind,
      member,
      cents: cents.toString(),
      reference,
      of,
      at,
    });
    return { status: 'DONE', reference, engineReference: `m${books.movements.length}` };
  };
  // What changes something is answered once: the same reference, the same answer; another body under it, a refusal.
  const once = (kind, body, work) => {
    const name = `${kind} ${body.reference}`;
    const text = JSON.stringify(body);
    const known = books.answers[name];
    if (known !== undefined) return known.text === text ? known.answer : refused(body.reference, 'REFERENCE_CONFLICT');
    const answer = isAmount(body.points ?? '0') ? work(body) : refused(body.reference, 'REFUSED');
    // A transaction that is refused may come again, when the cause is mended.
    if (kind === 'earning' && answer.status === 'REFUSED') return answer;
    books.answers[name] = { text, answer };
    save();
    return answer;
  };

  const debit = ({ reference, member, points }) => {
    if (books.debits[reference] !== undefined) return refused(reference, 'REFERENCE_CONFLICT');
    if (books.members[member] === undefined) return refused(reference, 'MEMBER_UNKNOWN');
    if (BigInt(books.members[member]) < toCents(points)) return refused(reference, 'INSUFFICIENT_POINTS');
    books.debits[reference] = { member, left: toCents(points).toString() };
    return book('debited', member, -toCents(points), reference);
  };
  const reverse = ({ reference, debitReference, member, points }) => {
    // An engine that cancels remembers a debit that it must never take.
    if (cancels) books.debits[debitReference] ??= { member, left: '0', isCancelled: true };
    const taken = books.debits[debitReference];
    if (taken?.isCancelled) return { status: 'DONE', reference };
    if (taken?.member !== member) return refused(reference, 'NOT_REVERSIBLE');
    if (BigInt(taken.left) < toCents(points)) return refused(reference, 'NOT_REVERSIBLE');
    taken.left = (BigInt(taken.left) - toCents(points)).toString();
    return book('reversed', member, toCents(points), reference, debitReference);
  };
  // This engine's one rule: a point for each unit of money.
  const earn = ({ reference, member, amount }) => {
    if (books.members[member] === undefined) return refused(reference, 'MEMBER_UNKNOWN');
    const points = toText(toCents(amount?.amount ?? '0'));
    const earned = { ...book('earned', member, toCents(points), reference), points };
    const { engineReference } = earned;
    untold.push(message(`award-${engineReference}`, 'earning.awarded', { reference, member, points, engineReference }));
    return earned;
  };

  const paths = {
    '/balances': ({ members }) => {
      const known = members.filter((member) => books.members[member] !== undefined);
      return {
        balances: known.map((member) => ({ member, available: toText(BigInt(books.members[member])), pending: '0' })),
        unknownMembers: members.filter((member) => !known.includes(member)),
      };
    },
    '/debits': (body) => once('debit', body, debit),
    '/debits/lookup': ({ reference }) => books.answers[`debit ${reference}`]?.answer ?? { status: 'ABSENT', reference },
    '/reversals': (body) => once('reversal', body, reverse),
    '/earnings': (body) => once('earning', body, earn),
    '/history': ({ member, from, to }) => {
      const theirs = books.movements.filter((one) => one.member === member && one.at >= from && one.at < to);
      const movements = theirs.map(({ id, reference, cents, at }) => {
        return { engineReference: id, reference, points: toText(BigInt(cents)), occurredAt: at };
      });
      return { member, movements, next: null };
    },
  };

  /** Answers one request: its path, its headers in lower case, and its body exactly as it came. */
  const answer = (path, headers, body) => {
    const work = Object.hasOwn(paths, path) ? paths[path] : null;
    if (work === null) return { status: 404, headers: {}, body: '{"message":"There is no such path."}' };
    if (!isSigned(headers, body)) return { status: 401, headers: {}, body: '{"message":"The signature is wrong."}' };
    const text = JSON.stringify(work(JSON.parse(body)));
    const [id, timestamp] = [`re_${headers['webhook-id']}`, String(Math.floor(Date.now() / 1000))];
    const signature = `v1,${sign(id, timestamp, text).toString('base64')}`;
    const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    return { status: 200, headers: { 'content-type': 'application/json', ...signed }, body: text };
  };
  const open = (member, points) => {
    books.members[member] ??= '0';
    if (points !== '0') book('granted', member, toCents(points), null);
    save();
  };
  return { books, answer, open };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ENGINE_SECRET, ENGINE_FILE = null, WEBHOOK_SECRET, WEBHOOK_URL, PORT = '4010' } = process.env;
  if (!ENGINE_SECRET) throw new Error('Set ENGINE_SECRET to whsec_ and the base64 of 24 to 64 random bytes.');
  const tell = ({ headers, body }) => {
    if (!WEBHOOK_URL) return;
    const sent = fetch(WEBHOOK_URL, { method: 'POST', headers, body });
    sent.catch((error) => console.error(`A message was not sent: ${error.message}`));
  };
  const engine = createEngine({ secret: ENGINE_SECRET, file: ENGINE_FILE, webhookSecret: WEBHOOK_SECRET, tell });
  if (Object.keys(engine.books.members).length === 0) engine.open('m-0001', '1000');
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { status, headers, body } = engine.answer(request.url, request.headers, Buffer.concat(chunks).toString());
      response.writeHead(status, headers).end(body);
    });
  });
  server.listen(Number(PORT), '127.0.0.1', () =>
    console.log(`The engine listens on http://127.0.0.1:${server.address().port}`),
  );
}
