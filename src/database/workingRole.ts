import type { Sql } from './port.ts';

const ROLE = 'points_service';
const WORKS = {
  name: 'working_role',
  text: `
    SELECT pg_has_role(oid, 'MEMBER') AND has_table_privilege(oid, 'posting', 'INSERT') AS works
    FROM pg_roles WHERE rolname = $1`,
};

/**
 * The role to work as: it adds to the books and cannot rewrite them. Undefined where the migration was not allowed to
 * make it or to give it what it needs: then the books' own triggers are all that refuses.
 */
export async function workingRole(sql: Sql): Promise<string | undefined> {
  const [role] = await sql.query<{ works: boolean }>(WORKS, [ROLE]);
  return role?.works === true ? ROLE : undefined;
}
