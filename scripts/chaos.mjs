// Builds the service and the crash loop, and runs it: npm run chaos -- --rounds 20
import { build, buildBeside } from './build.mjs';

await build();
await buildBeside('chaos', ['test/chaos', 'test/support']);
await import('../dist/chaos/test/chaos/main.js');
