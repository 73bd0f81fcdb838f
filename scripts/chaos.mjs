// Builds the service and the crash loop, and runs it: npm run chaos -- --rounds 20
import { build, buildChaos } from './build.mjs';

await build();
await buildChaos();
await import('../dist/chaos/test/chaos/main.js');
