// Builds the storm of redemptions through engines, and runs it: npm run saga -- --class B --redemptions 2000
import { buildChaos } from './build.mjs';

await buildChaos();
await import('../dist/chaos/test/chaos/saga/main.js');
