import type { Sql } from './port.ts';

const ROLE = 'points_service';

/**
 * The role to work as: it adds to the books and cannot rewrite them. Undefined where the migration was not allowed to
 * make it: then the books' own triggers are all that refuses.
 */
export async function workingRole(sql: Sql): Promise<string | undefined> {
  const text = "SELECT pg_has_role(oid, 'MEMBER') AS granted FROM pg_roles WHERE rolname = $1";
  const [role] = await sql.query<{ granted: boolean }>({ name: 'working_role', text }, [ROLE]);
  return role?.granted === true ? ROLE : undefined;
}
