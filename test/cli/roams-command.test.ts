import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { hasSharedCaptures, ownCases, sharedPublic } from "../cases.ts";
import { runCli } from "./test-io.ts";

const twoStations = join(ownCases, "ftpsk-2sta/air.pcap");
const failed = join(ownCases, "ftpsk-sta-anonce/air.pcap");

async function roamsIn(path: string): Promise<Analysis["roams"]> {
  const { out } = await runCli(["roams", path, "--format", "json"]);
  return (JSON.parse(out) as Analysis).roams;
}

describe("ftscope roams", () => {
  test("returns 0 with sound roams, 1 with a fault, 3 with nothing", async () => {
    expect((await runCli(["roams", twoStations])).code).toBe(0);
    expect((await runCli(["roams", join(ownCases, "ftpsk-reassoc-no-ft/air.pcap")])).code).toBe(0);
    expect((await runCli(["roams", failed])).code).toBe(1);
    expect((await runCli(["roams", failed, "--fail-on", "never"])).code).toBe(0);
  });

  test("limits the list to a station or an AP", async () => {
    const { out } = await runCli([
      "roams",
      twoStations,
      "--station",
      "02:5a:00:16:00:20",
      "--format",
      "json",
    ]);
    const { roams, roamStatistics } = JSON.parse(out);
    expect(roams).toHaveLength(1);
    expect(roamStatistics.all).toMatchObject({ roams: 1, ft: 1, fellBack: 0 });
  });

  test("prints a table that a spreadsheet reads", async () => {
    const { out } = await runCli(["roams", twoStations, "--format", "csv"]);
    const [head = "", ...lines] = out.trim().split("\r\n");
    expect(head.split(",").slice(0, 5)).toEqual(["id", "station", "ssid", "from", "to"]);
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => line.split(",").length === head.split(",").length)).toBe(true);
  });

  test("shows every roam with its AP pair, and the failed attempt before one", async () => {
    const { out } = await runCli(["roams", failed]);
    expect(out).toMatch(/r1 .*AP1 +AP1 +full \(PSK\)/);
    expect(out).toMatch(/After 1 failed attempt \(x2\)/);
    expect(out).toMatch(/AP1 +AP2 +0 +0 of 1/);
  });
});

describe("steering under management frame protection", () => {
  const folder = join(ownCases, "ftsae-ds-success");
  const argv = ["roams", join(folder, "air.pcap"), "--format", "json"];

  test("is read with the key of the link, and otherwise said to be unread", async () => {
    const textOf = async (more: readonly string[]) => {
      const { out } = await runCli([...argv, ...more]);
      return (JSON.parse(out) as Analysis).roams[0]?.trigger.text;
    };
    expect(await textOf([])).toMatch(/protected Action frames before it could not be read/);
    expect(await textOf(["--keys", join(folder, "keys.txt")])).not.toMatch(/could not be read/);
  });
});

describe("opportunistic key caching", () => {
  const folder = join(ownCases, "eap-okc");

  test("is proven with the PMK, and inferred without", async () => {
    const certaintyWith = async (more: readonly string[]) => {
      const { out } = await runCli([
        "roams",
        join(folder, "air.pcap"),
        "--format",
        "json",
        ...more,
      ]);
      const [roam] = (JSON.parse(out) as Analysis).roams;
      return [roam?.method, roam?.methodCertainty];
    };
    expect(await certaintyWith(["--keys", join(folder, "keys.txt")])).toEqual(["okc", "proven"]);
    expect(await certaintyWith([])).toEqual(["okc", "inferred"]);
  });
});

describe.skipIf(!hasSharedCaptures)("other people's captures", () => {
  test("a reassociation with the same AP is a roam, and none with FT", async () => {
    const roams = await roamsIn(join(sharedPublic, "nonft/frag-ping_I_E_R_E-fromclient.pcapng"));
    expect(roams.map(({ from, to, method }) => [from === to, method])).toEqual([[true, "full"]]);
  });

  test("the public FT capture holds one roam over the air", async () => {
    const roams = await roamsIn(join(sharedPublic, "ft/wpa2-ft-psk.pcapng.gz"));
    expect(roams.map(({ method, completedBy }) => [method, completedBy.frame])).toEqual([
      ["ft-over-the-air", 27],
    ]);
  });

  test.each([
    "nonft/libwifi-reassoc_req.pcap",
    "malformed/tcpdump-ieee802.11_parse_elements_oobr.pcap",
    "malformed/tcpdump-ieee802.11_rates_oobr.pcap",
    "nonft/vh-wpa3_transition_wpa3client_24ghz.pcapng",
  ])("%s: requests alone, damaged answers and first associations make no roam", async (name) => {
    expect(await roamsIn(join(sharedPublic, name))).toEqual([]);
  });
});
