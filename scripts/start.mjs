// Builds what changed and runs the service in this very process: signals reach it without a go-between.
import { build } from './build.mjs';

await build();
await import('../dist/main.js');
