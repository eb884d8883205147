import { defineConfig } from "vitest/config";

// Apart from the other tests: these need a Chromium, which npm does not install.
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/browser/**/*.browser.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
