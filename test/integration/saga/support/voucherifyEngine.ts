import { createEngineHttp } from '../../../../src/connectors/http/createEngineHttp.ts';
import { createVoucherifyConnector } from '../../../../src/connectors/voucherify/createVoucherifyConnector.ts';
import { voucherifyHttp, voucherifySettings } from '../../../../src/connectors/voucherify/voucherifySettings.ts';
import { startVoucherify } from '../../../emulators/voucherify/startVoucherify.ts';
import type { TestEngine } from './signedEngine.ts';
import { QUICK } from './startSaga.ts';

const OPTIONS = { appId: 'app-1', appToken: 't0ken-of-the-project', programId: 'lprg_128f58429f4c4bf7b2' };

/** Voucherify, whose emulator decides when it is asked, and settles within a time that a test can wait for. */
export async function voucherifyEngine(): Promise<TestEngine> {
  const emulator = await startVoucherify(OPTIONS);
  const { appId, appToken, programId } = OPTIONS;
  const settings = voucherifySettings.parse({ baseUrl: emulator.url, appId, programId });
  const http = createEngineHttp({
    ...voucherifyHttp,
    baseUrl: settings.baseUrl,
    allowPrivateAddresses: ['127.0.0.1'],
    limits: { breakerThreshold: 0.999 },
  });
  const connector = createVoucherifyConnector({ settings, secrets: { appToken }, http });
  return {
    kind: 'voucherify',
    connector: {
      ...connector,
      capabilities: { ...connector.capabilities, settlesWithin: QUICK.settlesWithin },
      lookup: async (debit, signal) => {
        emulator.settle();
        return connector.lookup?.(debit, signal) ?? { status: 'unknown', words: 'no lookup' };
      },
    },
    emulator,
    books: emulator.books,
    operations: ['debit', 'lookup', 'reverse'],
    close: async () => {
      await connector.close();
      await emulator.close();
    },
  };
}
