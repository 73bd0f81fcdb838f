import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { StartupProblem } from '../../startupProblem.ts';

/** The user that PostgreSQL runs as. */
export interface PostgresUser {
  readonly name: string;
  /** For spawn and chown; empty: ourselves. */
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/**
 * PostgreSQL refuses to run as root. For root it runs as the owner of its data, or else as the user postgres where
 * there is one, or else as nobody: no user is added to the machine.
 */
export async function postgresUser(dataFolder: string): Promise<PostgresUser> {
  const { uid, username } = userInfo();
  if (uid !== 0) return { name: username, ids: {} };
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const owner = await stat(dataFolder).then(
    (folder) => String(folder.uid),
    () => undefined,
  );
  const found =
    users.find((user) => owner !== undefined && owner !== '0' && user[2] === owner) ??
    users.find((user) => user[0] === 'postgres') ??
    users.find((user) => user[0] === 'nobody');
  if (found === undefined)
    throw new StartupProblem('PostgreSQL does not run as root: start as another user, or set DATABASE_URL.');
  const [name = '', , id, group] = found;
  return { name, ids: { uid: Number(id), gid: Number(group) } };
}
