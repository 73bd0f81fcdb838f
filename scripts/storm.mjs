// Builds the service and the storm of signed messages, and runs it: npm run storm -- --deliveries 100000
import { build, buildBeside } from './build.mjs';

await build();
await buildBeside('chaos', ['test/chaos', 'test/support']);
await import('../dist/chaos/test/chaos/deliveries/main.js');
