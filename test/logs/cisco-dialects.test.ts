import { describe, expect, test } from "vitest";
import { readLog } from "./read-log.ts";

const station = "02:5a:00:00:00:0a";
const dotted = "025a.0000.000a";

function brief(text: string) {
  const { events, summary } = readLog(text);
  return {
    dialect: summary.dialect,
    unrecognised: summary.unrecognised,
    events: events.map(({ kind, station: whose, ap, codes, details, sequenceNumber }) => ({
      kind,
      ...(whose === undefined ? {} : { station: whose }),
      ...(ap === undefined ? {} : { ap }),
      ...(codes === undefined ? {} : { codes }),
      ...(details === undefined ? {} : { details }),
      ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
    })),
  };
}

describe("Catalyst 9800", () => {
  const head = (component: string, level: string, fraction: string) =>
    `2024/03/05 10:11:12.${fraction} {wncd_x_R0-0}{1}: [${component}] [15596]: (${level}): MAC: ${dotted}  `;

  test.each(["123456", "123456789"])("a roam with FT, .%s", (fraction) => {
    const { events, summary } = readLog(
      [
        `${head("client-orch-sm", "note", fraction)}Re-Association received. BSSID 02a0.0000.021e, WLAN voice, Slot 1 AP 02a0.0000.0210, ap-two, old BSSID 02a0.0000.011e`,
        `${head("dot11", "note", fraction)}Association success. AID 1, Roaming = True, WGB = False, 11r = True, 11w = False Fast roam = True`,
      ].join("\n"),
    );
    expect(summary).toMatchObject({ dialect: "ios-xe-ra-trace", unrecognised: 0 });
    expect(events[0]).toMatchObject({
      kind: "reassoc-received",
      station,
      ap: { address: "02:a0:00:00:02:1e", addressIs: "bssid", slot: 1, name: "ap-two" },
      currentAp: { address: "02:a0:00:00:01:1e" },
      time: { hasYear: true, text: `2024/03/05 10:11:12.${fraction}` },
    });
    expect(events[0]?.time).not.toHaveProperty("zoneMinutes");
    expect(events[1]).toMatchObject({
      kind: "assoc-ok",
      details: { roaming: true, ft: true, pmf: false, fastRoam: true },
    });
  });

  test("Cisco's reasons are not IEEE's", () => {
    const { events } = brief(
      `${head("dot11", "ERR", "123456")}Dot11 update co assoc fail. Sent assoc failure to CO. delete reason: 54, CO_CLIENT_DELETE_REASON_DOT11_INVALID_PMKID`,
    );
    expect(events[0]?.codes).toEqual([
      {
        space: "ios-xe-delete-reason",
        value: 54,
        name: "CO_CLIENT_DELETE_REASON_DOT11_INVALID_PMKID",
      },
    ]);
  });

  test("records of no station, and what is not known, are not guessed", () => {
    const { events, unrecognised } = brief(
      [
        "2024/03/05 10:11:12.123456 {wncd_x_R0-0}{1}: [mm-dgram-io] [15596]: (debug): MAC: 0000.0000.0000  Sending message: pmk_update to group: default",
        `${head("ft", "ERR", "123456")}Something about FT that nobody has seen`,
      ].join("\n"),
    );
    expect(events.map(({ kind }) => kind)).toEqual(["pmk-distributed"]);
    expect(events[0]).not.toHaveProperty("station");
    expect(unrecognised).toBe(1);
  });

  test("the 4-way handshake", () => {
    const kinds = [
      "EAP key M1 Sent successfully",
      "M2 Status: EAP key M2 validation success",
      "EAP key M3 Sent successfully",
      "M4 Status: EAP key M4 validation is successful",
      "Client key-mgmt state transition: S_PTKINITNEGOTIATING -> S_PTKINITDONE",
    ].map((text) => brief(head("client-keymgmt", "info", "123456") + text).events[0]?.kind);
    expect(kinds).toEqual([
      "m1-sent",
      "m2-received",
      "m3-sent",
      "m4-received",
      "key-handshake-completed",
    ]);
  });
});

describe("Cisco APs", () => {
  test("IOS: dotted addresses in syslog", () => {
    expect(
      brief(
        `*Mar  1 00:01:02.345: %DOT11-6-DISASSOC: Interface Dot11Radio1, Deauthenticating Station ${dotted} [Reason: Sending station has left the BSS]`,
      ),
    ).toMatchObject({
      dialect: "ios-ap-syslog",
      unrecognised: 0,
      events: [{ kind: "deauth-sent", station, ap: { slot: 1, addressIs: "unknown" } }],
    });
  });

  test("COS: sequence numbers of frames", () => {
    expect(
      brief(
        [
          `[*03/05/2024 10:11:12.1234] CLSM[${station}]: US Auth(b0) seq 3760 IF 27 slot 1 vap 0 len 30 state NULL`,
          `[1709633472:123456] [ap-two] [${station}] [U:W] DOT11_AUTHENTICATION : Retry 0 PwrM 0 Seq 3760`,
        ].join("\n"),
      ),
    ).toMatchObject({
      dialect: "cos-ap-trace",
      events: [
        { kind: "auth-received", station, sequenceNumber: 3760 },
        { kind: "auth-received", station, sequenceNumber: 3760, ap: { name: "ap-two" } },
      ],
    });
  });
});

describe("anybody's lines, as a last resort", () => {
  test("key=value with a time", () => {
    expect(
      brief(
        `date=2024-03-05 time=10:11:12 logid="0104043645" action="FT-auth-resp" ap="ap-two" stamac="${station}" wpapsk="secret"`,
      ),
    ).toEqual({
      dialect: "generic",
      unrecognised: 0,
      events: [
        {
          kind: "mentioned",
          station,
          details: {
            date: "2024-03-05",
            time: "10:11:12",
            logid: "0104043645",
            action: "FT-auth-resp",
            ap: "ap-two",
            stamac: station,
          },
        },
      ],
    });
  });

  test("of several addresses without a name none is taken for the station", () => {
    const { unrecognised, events } = brief(
      `2024-03-05T10:11:12.5+01:00 roam ${station} from 02:a0:00:00:00:01\n2024-03-05T10:11:13+01:00 ${station} gone`,
    );
    expect([unrecognised, events.length]).toEqual([1, 1]);
  });
});
