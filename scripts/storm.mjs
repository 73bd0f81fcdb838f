// Builds the service and the storm of signed messages, and runs it: npm run storm -- --deliveries 100000
import { build, buildChaos } from './build.mjs';

await build();
await buildChaos();
await import('../dist/chaos/test/chaos/deliveries/main.js');
