import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EncryptionKey, KEY_BYTES, parseEncryptionKey } from './encryptionKey.ts';

/** The demo's key, kept in the data folder beside what it seals; made when it is first asked for. */
export async function ownEncryptionKeys(dataDir: string): Promise<readonly EncryptionKey[]> {
  const file = join(dataDir, 'demo.encryption-key');
  await mkdir(dataDir, { recursive: true });
  const fresh = `demo:${randomBytes(KEY_BYTES).toString('base64')}`;
  // Whoever comes second reads the first one's.
  await writeFile(file, fresh, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const key = parseEncryptionKey(await readFile(file, 'utf8'));
  if (key === null) throw new Error(`${file} is not an encryption key.`);
  return [key];
}
