import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql must be one module for everybody: Vitest would load it twice, as CommonJS and as ESM.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 4,
    isolate: false,
    reporters: ['default', 'test/support/countReporter.ts'],
  },
});
