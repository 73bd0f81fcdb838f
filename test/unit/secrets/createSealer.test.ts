import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CannotUnseal, createSealer, type Sealer } from '../../../src/secrets/createSealer.ts';
import { type EncryptionKey, parseEncryptionKey } from '../../../src/secrets/encryptionKey.ts';
import { ownEncryptionKeys } from '../../../src/secrets/ownEncryptionKeys.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const aKey = (id: string): EncryptionKey => ({ id, bytes: randomBytes(32) });
function sealerOf(...keys: readonly EncryptionKey[]): Sealer {
  const sealer = createSealer(keys);
  if (sealer === null) throw new Error('no sealer');
  return sealer;
}

describe('a sealer', () => {
  test.each(['', 'whsec_secret', '\u{1F600}'.repeat(100)])('gives back what it sealed: %j', (text) => {
    const sealer = sealerOf(aKey('k1'));
    const sealed = sealer.seal('source:a', text);
    expect(sealer.unseal('source:a', sealed)).toBe(text);
    expect(sealed).toMatch(/^k1\.[\w-]+$/);
    if (text !== '') expect(Buffer.from(sealed.slice(3), 'base64url').includes(Buffer.from(text))).toBe(false);
    expect(sealer.seal('source:a', text)).not.toBe(sealed);
  });

  test('seals with the first key and opens with every one', () => {
    const [old, young] = [aKey('old'), aKey('young')];
    const sealed = sealerOf(old).seal('o', 'secret');
    const both = sealerOf(young, old);
    expect(both.unseal('o', sealed)).toBe('secret');
    const again = both.seal('o', 'secret');
    expect(again).toMatch(/^young\./);
    expect(sealerOf(young).unseal('o', again)).toBe('secret');
    expect(() => sealerOf(young).unseal('o', sealed)).toThrow(/no key "old"/);
  });

  test('opens for the owner alone', () => {
    const sealer = sealerOf(aKey('k1'));
    expect(() => sealer.unseal('source:b', sealer.seal('source:a', 'secret'))).toThrow(CannotUnseal);
  });

  test('opens nothing that was changed, anywhere', () => {
    const key = aKey('k1');
    const sealer = sealerOf(key, { ...key, id: 'k2' });
    const sealed = sealer.seal('o', 'secret');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => sealer.unseal('o', `k1.${changed.toString('base64url')}`)).toThrow(CannotUnseal);
    }
    expect(() => sealer.unseal('o', sealed.replace('k1', 'k2'))).toThrow(CannotUnseal);
    for (const text of ['', 'k1', 'k1.', 'k1.AAAA', sealed.slice(0, -4)]) {
      expect(() => sealer.unseal('o', text)).toThrow(CannotUnseal);
    }
  });

  test('is none without a key', () => {
    expect(createSealer([])).toBeNull();
  });
});

test('a key is an id and 32 bytes', () => {
  const base64 = Buffer.alloc(32, 9).toString('base64');
  expect(parseEncryptionKey(`k-1:${base64}`)).toEqual({ id: 'k-1', bytes: Buffer.alloc(32, 9) });
  for (const text of ['', base64, `:${base64}`, `k:${base64.slice(4)}`, `k:${base64}A`, `k.1:${base64}`]) {
    expect(parseEncryptionKey(text)).toBeNull();
  }
});

test('the demo makes one key, keeps it, and lets nobody else read it', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const both = await Promise.all([ownEncryptionKeys(folder), ownEncryptionKeys(folder)]);
  expect(both[0]).toEqual(both[1]);
  expect(both[0]).toHaveLength(1);
  const file = join(folder, 'demo.encryption-key');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toMatch(/^demo:/);
});
