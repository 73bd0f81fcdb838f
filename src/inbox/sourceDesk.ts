import { reachesProgram, requireStaffScope, type Viewer } from '../access/viewer.ts';
import { checkNote } from '../failure/checkText.ts';
import { BadInput } from '../failure/failure.ts';
import type { InboxDesk, NewKey, WebhookKey, WebhookSource } from './inboxDesk.ts';
import type { InboxDeskParts } from './inboxDeskParts.ts';
import { isAccepted } from './isAccepted.ts';
import { newKey } from './newKey.ts';
import { deskRefusal } from './refusals.ts';
import { isSourceId, type StoredSource } from './webhookSources.ts';

const OVERLAP = 24 * 3_600_000;

type SourceDesk = Pick<InboxDesk, 'sources' | 'createSource' | 'rotateKey' | 'setDisabled'>;

/** What an operator does about the sources of a program's messages. */
export function sourceDesk({ sources, programs, sealer, now }: InboxDeskParts): SourceDesk {
  const reached = async (viewer: Viewer, sourceId: string): Promise<StoredSource | null> => {
    requireStaffScope(viewer, 'points:admin');
    const source = isSourceId(sourceId) ? await sources.find(sourceId) : null;
    return source !== null && reachesProgram(viewer, source.programId) ? source : null;
  };

  return {
    async sources(viewer, programId) {
      requireStaffScope(viewer, 'points:admin');
      return reachesProgram(viewer, programId) ? (await sources.ofProgram(programId)).map(shown) : [];
    },

    async createSource(viewer, { id, programId, name, publicKey }) {
      requireStaffScope(viewer, 'points:admin');
      if (!isSourceId(id)) throw new BadInput('input.id', 'is not 1 to 128 letters, digits, or any of ._~-');
      if (name.trim() === '') throw new BadInput('input.name', 'is empty');
      checkNote('input.name', name);
      const isThere = reachesProgram(viewer, programId) && (await programs.find(programId)) !== null;
      if (!isThere) return deskRefusal('NOT_FOUND', 'There is no such program.');
      const createdAt = now();
      const made = newKey(sealer, id, publicKey, createdAt);
      if (made === null) return deskRefusal('NO_ENCRYPTION_KEYS');
      const { subject: createdBy } = viewer;
      const source = { id, programId, name, isDisabled: false, keys: [made.key], createdBy, createdAt };
      return (await sources.add(source)) ? ok(source, made.secret) : deskRefusal('TAKEN');
    },

    async rotateKey(viewer, sourceId, publicKey) {
      if ((await reached(viewer, sourceId)) === null) return sourceNotFound();
      const at = now();
      const made = newKey(sealer, sourceId, publicKey, at);
      if (made === null) return deskRefusal('NO_ENCRYPTION_KEYS');
      const expiresAt = new Date(at.getTime() + OVERLAP);
      // Under the source's lock: two rotations at once are one, and one refused.
      const rotated = await sources.change(sourceId, ({ keys: [newest, ...older] }) => {
        if (older.some((key) => isAccepted(key, at))) return null;
        return { keys: [made.key, ...(newest === undefined ? [] : [{ ...newest, expiresAt }])] };
      });
      return rotated === null ? deskRefusal('ROTATION_UNDER_WAY') : ok(rotated, made.secret);
    },

    async setDisabled(viewer, sourceId, isDisabled) {
      if ((await reached(viewer, sourceId)) === null) return sourceNotFound();
      const changed = await sources.change(sourceId, () => ({ isDisabled }));
      return changed === null ? sourceNotFound() : { ok: true, value: shown(changed) };
    },
  };
}

const sourceNotFound = () => deskRefusal('NOT_FOUND', 'There is no such source.');

function ok(source: StoredSource, secret: string | null): { readonly ok: true; readonly value: NewKey } {
  return { ok: true, value: { source: shown(source), secret } };
}

/** Without what can sign, sealed or not. */
function shown({ keys, ...source }: StoredSource): WebhookSource {
  return {
    ...source,
    keys: keys.map((key): WebhookKey => {
      const { scheme, createdAt, expiresAt } = key;
      return { scheme, publicKey: key.scheme === 'v1a' ? key.publicKey : null, createdAt, expiresAt };
    }),
  };
}
