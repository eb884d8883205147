import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { findingsOf } from "../builders/site.ts";
import { hasSharedCaptures, sharedPublic } from "../cases.ts";
import { runCli } from "../cli/test-io.ts";

describe.skipIf(!hasSharedCaptures)("other people's captures", () => {
  test("an AP that offers FT-SAE only and no mobility domain is found", async () => {
    const path = join(sharedPublic, "ft/vh-wpa3-with-ft-support.pcapng");
    const { code, out } = await runCli(["audit", path, "--format", "json"]);
    const [finding, ...rest] = findingsOf(JSON.parse(out) as Analysis);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ rule: "ft-akm-without-mde", severity: "fault" });
    expect(finding?.bssids).toEqual(["e2:20:ae:cb:03:04"]);
    expect(code).toBe(1);
  });

  test("a healthy network has no finding", async () => {
    const { code, out } = await runCli([
      "audit",
      join(sharedPublic, "ft/wpa2-ft-psk.pcapng.gz"),
      "--format",
      "json",
    ]);
    expect(findingsOf(JSON.parse(out) as Analysis)).toEqual([]);
    expect(code).toBe(0);
  });

  test("a capture without beacons has nothing to decide", async () => {
    const path = join(sharedPublic, "nonft/libwifi-reassoc_req.pcap");
    expect((await runCli(["audit", path])).code).toBe(3);
    expect((await runCli(["audit", path, "--fail-on", "cannot-tell"])).code).toBe(1);
  });
});
