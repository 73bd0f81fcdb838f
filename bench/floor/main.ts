/**
 * The least that can answer for balances over HTTP: node:http, one prepared statement, JSON.stringify. It reads the
 * service's own tables and gives the bytes that GraphQL gives, and knows no query language, no viewer, no errors.
 * FLOOR_DATABASE_URL and PORT say where.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { Pool } from 'pg';

interface Row {
  readonly id: string;
  readonly available: string;
  readonly held: string;
}

const BALANCES = {
  name: 'floor_balances',
  text: `
    SELECT account_id AS id, held,
           balance - held - CASE WHEN next_expiry < $3 THEN lots_before(lots, $3) ELSE 0 END AS available
    FROM account JOIN unnest($1::smallint[], $2::uuid[]) AS q (b, i) ON bucket = b AND account_id = i`,
};

const pool = new Pool({ connectionString: process.env['FLOOR_DATABASE_URL'], max: 8 });

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answer(body: string): Promise<string> {
  const { variables } = JSON.parse(body) as { variables: { representations: { id: string }[] } };
  const ids = variables.representations.map((reference) => reference.id);
  const buckets = ids.map((id) => Number.parseInt(id.slice(0, 2), 16) % 64);
  const today = Math.floor(Date.now() / 86_400_000);
  const { rows } = await pool.query<Row>({
    ...BALANCES,
    values: [`{${buckets.join(',')}}`, `{${ids.join(',')}}`, today],
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  const entities = ids.map((id) => {
    const row = found.get(id);
    if (row === undefined) return null;
    const balance = { available: Number(row.available), held: Number(row.held), pending: 0 };
    return { __typename: 'PointsAccount', id, balance };
  });
  return JSON.stringify({ data: { _entities: entities } });
}

const server = createServer((request, response) => {
  const respond = async (): Promise<void> => {
    const text = await answer(await bodyOf(request));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
  respond().catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('ready\n'));
