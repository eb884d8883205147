import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // Only with --coverage, as scripts/check asks for it.
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.d.ts"],
      reporter: ["json-summary"],
      reportsDirectory: "coverage",
      // A test that fails does not make the figure unknown.
      reportOnFailure: true,
    },
  },
});
