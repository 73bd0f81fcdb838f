import { startGateway } from '../startGateway.ts';
import type { RunningServer } from '../serveApollo.ts';
import { runJest, type SuiteResult } from './runJest.ts';
import { startBundledSubgraph } from './startBundledSubgraph.ts';
import { startProducts } from './startProducts.ts';
import { readBundledSchema, readProductsSchema } from './suite.ts';

/**
 * Apollo's subgraph compatibility suite: our server with the suite's products, its own users and inventory beside it,
 * Apollo's gateway in front, and the suite's tests as they are. Everything is stopped when this returns.
 */
export async function runCompatibilitySuite(): Promise<readonly SuiteResult[]> {
  const starting: Promise<RunningServer>[] = [];
  const started = async (server: Promise<RunningServer>): Promise<string> => {
    starting.push(server);
    return (await server).url;
  };
  try {
    const [products, users, inventory] = await Promise.all([
      started(startProducts()),
      started(startBundledSubgraph('users')),
      started(startBundledSubgraph('inventory')),
    ]);
    const router = await started(
      startGateway([
        { name: 'products', url: products, sdl: readProductsSchema() },
        { name: 'users', url: users, sdl: readBundledSchema('users') },
        { name: 'inventory', url: inventory, sdl: readBundledSchema('inventory') },
      ]),
    );
    return await runJest(router, products);
  } finally {
    const running = await Promise.allSettled(starting);
    for (const server of running) if (server.status === 'fulfilled') await server.value.close();
  }
}
