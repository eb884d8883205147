import { describe, expect, test } from "vitest";
import { createIngest } from "../../src/air/ingest.ts";
import type { MacAddress } from "../../src/bytes/mac-address.ts";
import { macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePmkid } from "../../src/crypto/pmkid.ts";
import { SecretKey } from "../../src/crypto/secret-key.ts";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { KeyRing } from "../../src/exchange/key-ring.ts";
import { findRoams, type Roam } from "../../src/exchange/roam.ts";
import { Tracker } from "../../src/exchange/tracker.ts";
import {
  ap1,
  ap2,
  buildAssociationRequest,
  buildAssociationResponse,
  buildAuthentication,
  buildDataFrame,
  buildEapolFrame,
  buildEapolKey,
  buildElement,
  buildKde,
  buildReassociationRequest,
  buildRsne,
  buildSsid,
  hex,
  type RsneFields,
  station,
} from "../builders/frames.ts";
import { createRecorder, type Recorder } from "../builders/recorder.ts";
import { framesOf } from "./follow.ts";

interface Association {
  readonly ap: MacAddress;
  /** The AP that a reassociation request names; without one it is an Association Request. */
  readonly from?: MacAddress;
  readonly ssid?: string;
  readonly rsne?: RsneFields;
  readonly algorithm?: number;
  readonly eapPackets?: number;
  /** PMKID that the AP names in message 1. */
  readonly named?: Uint8Array;
  readonly elements?: readonly Uint8Array[];
  readonly answerElements?: readonly Uint8Array[];
  readonly status?: number;
  readonly isRequestLost?: boolean;
  /** Octets of the request that the recorder keeps; default: all. */
  readonly cutTo?: number;
  readonly isHandshakeLost?: boolean;
}

function associate(recorder: Recorder, association: Association): void {
  const { ap, from, ssid = "corp", rsne, algorithm = 0, eapPackets = 0, named } = association;
  const send = (
    isUp: boolean,
    build: (direction: Parameters<typeof buildAuthentication>[0]) => Uint8Array,
    isLost = false,
    cutTo?: number,
  ) => {
    recorder.pass(2);
    const [sender, receiver] = isUp ? [station, ap] : [ap, station];
    recorder.transmit({
      label: "frame",
      from: sender,
      to: receiver,
      frequencyMhz: 2412,
      isLost,
      ...(cutTo === undefined ? {} : { cutTo }),
      build: (header) => build({ ...header, from: sender, to: receiver, bssid: ap }),
    });
  };
  const { status = 0, isRequestLost = false, isHandshakeLost = false } = association;
  send(true, (to) => buildAuthentication(to, { algorithm, sequence: 1 }), isRequestLost);
  send(false, (to) => buildAuthentication(to, { algorithm, sequence: 2 }), isRequestLost);
  const elements = [
    buildSsid(ssid),
    ...(rsne === undefined ? [] : [buildRsne(rsne)]),
    ...(association.elements ?? []),
  ];
  send(
    true,
    (to) =>
      from === undefined
        ? buildAssociationRequest(to, ...elements)
        : buildReassociationRequest(to, from, ...elements),
    isRequestLost,
    association.cutTo,
  );
  send(false, (to) =>
    buildAssociationResponse(
      to,
      { isReassociation: from !== undefined, status },
      ...(association.answerElements ?? []),
    ),
  );
  if (status !== 0 || rsne === undefined || isHandshakeLost) return;
  for (let i = 0; i < eapPackets; i++) {
    send(i % 2 === 1, (to) => buildEapolFrame(to, hex("02000005 01010005 01")));
  }
  const keyData = named === undefined ? new Uint8Array(0) : buildKde(4, named);
  send(false, (to) =>
    buildEapolFrame(
      to,
      buildEapolKey({ keyInformation: 0x008a, nonce: new Uint8Array(32).fill(1), keyData }),
    ),
  );
  send(true, (to) =>
    buildEapolFrame(
      to,
      buildEapolKey({
        keyInformation: 0x010a,
        nonce: new Uint8Array(32).fill(2),
        keyData: buildRsne(rsne),
      }),
    ),
  );
  send(false, (to) =>
    buildEapolFrame(
      to,
      buildEapolKey({
        keyInformation: 0x13ca,
        nonce: new Uint8Array(32).fill(1),
        keyData: new Uint8Array(24),
      }),
    ),
  );
  send(true, (to) => buildEapolFrame(to, buildEapolKey({ keyInformation: 0x030a })));
}

function roamsOf(associations: readonly Association[], ring = new KeyRing([])): readonly Roam[] {
  const recorder = createRecorder();
  for (const association of associations) {
    recorder.pass(1000);
    associate(recorder, association);
  }
  const exchanges: Exchange[] = [];
  const tracker = new Tracker({ exchange: (exchange) => exchanges.push(exchange) });
  const ingest = createIngest(0);
  for (const record of recorder.records) {
    const air = ingest.take(record);
    if (air !== undefined) tracker.frame(air);
  }
  return findRoams(exchanges, { bsss: tracker.bsss, ring });
}

const dot1x = (pmkids?: readonly Uint8Array[]): RsneFields => ({
  akms: ["00-0f-ac:1"],
  ...(pmkids === undefined ? {} : { pmkids }),
});
const first: Association = { ap: ap1, rsne: dot1x(), eapPackets: 8 };

const pmk = new SecretKey("PMK", new Uint8Array(32).fill(7));
const pmkidFor = (ap: MacAddress) =>
  derivePmkid({ hash: "sha1", pmk, aa: macOctets(ap), spa: macOctets(station) });
const someone = hex("000102030405060708090a0b0c0d0e0f");

const only = (roams: readonly Roam[]): Roam => {
  expect(roams).toHaveLength(1);
  return roams[0] as Roam;
};

describe("a roam with 802.1X", () => {
  test("and EAP packets is full, also when a PMKID was offered", () => {
    const roam = only(
      roamsOf([first, { ap: ap2, from: ap1, rsne: dot1x([someone]), eapPackets: 6 }]),
    );
    expect(roam.method).toMatchObject({
      method: "full",
      certainty: "proven",
      authentication: "802.1X",
    });
    expect([roam.from, roam.to]).toEqual([ap1, ap2]);
  });

  test("with a key of this AP is PMKSA caching: the PMKID was named here before", () => {
    const roams = roamsOf([
      { ...first, named: someone },
      { ap: ap2, from: ap1, rsne: dot1x(), eapPackets: 8 },
      { ap: ap1, from: ap2, rsne: dot1x([someone]), named: someone },
    ]);
    expect(roams.map(({ method }) => [method.method, method.certainty])).toEqual([
      ["full", "proven"],
      ["pmksa-caching", "proven"],
    ]);
  });

  test("with a key of another AP is OKC: proven by the PMK, inferred without it", () => {
    const story: readonly Association[] = [
      first,
      { ap: ap2, from: ap1, rsne: dot1x([pmkidFor(ap2)]), named: pmkidFor(ap2) },
    ];
    expect(only(roamsOf(story)).method).toMatchObject({ method: "okc", certainty: "inferred" });
    const ring = new KeyRing([{ kind: "pmk", label: "the PMK", secret: pmk }]);
    expect(only(roamsOf(story, ring)).method).toMatchObject({ method: "okc", certainty: "proven" });
    const wrong = new KeyRing([
      { kind: "pmk", label: "another", secret: new SecretKey("PMK", new Uint8Array(32)) },
    ]);
    expect(only(roamsOf(story, wrong)).method).toMatchObject({
      method: "okc",
      certainty: "inferred",
    });
  });

  test("the whole MSK proves it as well as the PMK", () => {
    const msk = new SecretKey("MSK", concatOctets(pmk.reveal(), new Uint8Array(32).fill(9)));
    const ring = new KeyRing([{ kind: "msk", label: "the MSK", secret: msk }]);
    const roam = only(roamsOf([first, { ap: ap2, from: ap1, rsne: dot1x([pmkidFor(ap2)]) }], ring));
    expect(roam.method).toMatchObject({ method: "okc", certainty: "proven" });
  });

  test("no PMK tells where a key was made when no association before was captured", () => {
    const ring = new KeyRing([{ kind: "pmk", label: "the PMK", secret: pmk }]);
    const roam = only(roamsOf([{ ap: ap2, from: ap1, rsne: dot1x([pmkidFor(ap2)]) }], ring));
    expect(roam.method).toMatchObject({ method: "pmksa-caching", certainty: "inferred" });
  });

  test("the return to an AP that OKC led to before is PMKSA caching", () => {
    const okc = { rsne: dot1x([pmkidFor(ap2)]), named: pmkidFor(ap2) };
    const roams = roamsOf([
      first,
      { ap: ap2, from: ap1, ...okc },
      { ap: ap1, from: ap2, rsne: dot1x(), eapPackets: 8 },
      { ap: ap2, from: ap1, ...okc },
    ]);
    expect(roams.map(({ method }) => method.method)).toEqual(["okc", "full", "pmksa-caching"]);
  });
});

describe("a roam with other AKMs", () => {
  test("PSK is a full association, whatever PMKID is offered", () => {
    const rsne: RsneFields = { akms: ["00-0f-ac:2"], pmkids: [someone] };
    const roam = only(
      roamsOf([
        { ap: ap1, rsne },
        { ap: ap2, from: ap1, rsne },
      ]),
    );
    expect(roam.method).toMatchObject({
      method: "full",
      certainty: "proven",
      authentication: "PSK",
    });
  });

  test("SAE frames make it full, an open authentication with a PMKID cached", () => {
    const sae: RsneFields = { akms: ["00-0f-ac:8"] };
    const roams = roamsOf([
      { ap: ap1, rsne: sae, algorithm: 3, named: someone },
      { ap: ap2, from: ap1, rsne: sae, algorithm: 3 },
      { ap: ap1, from: ap2, rsne: { ...sae, pmkids: [someone] }, named: someone },
    ]);
    expect(roams.map(({ method }) => method.method)).toEqual(["full", "pmksa-caching"]);
  });

  test("the CCKM element makes it CCKM; the AKM alone does not", () => {
    const cckm: RsneFields = { akms: ["00-40-96:0"] };
    const roams = roamsOf([
      { ap: ap1, rsne: cckm, eapPackets: 8 },
      { ap: ap2, from: ap1, rsne: cckm, elements: [buildElement(156, new Uint8Array(20))] },
      { ap: ap1, from: ap2, rsne: cckm, eapPackets: 8 },
    ]);
    expect(roams.map(({ method }) => [method.method, method.certainty])).toEqual([
      ["cckm", "proven"],
      ["full", "proven"],
    ]);
  });

  test("is not told from a request that the recorder cut in or before its RSNE", () => {
    const rsne: RsneFields = { akms: ["00-0f-ac:2"] };
    for (const cutTo of [34, 44, 55]) {
      const roam = only(
        roamsOf([
          { ap: ap1, rsne },
          { ap: ap2, from: ap1, rsne, cutTo },
        ]),
      );
      expect([cutTo, roam.method.method]).toEqual([cutTo, "unknown"]);
    }
  });

  test("FILS, OWE and open networks go by their own names", () => {
    const fils: RsneFields = { akms: ["00-0f-ac:14"] };
    const owe: RsneFields = { akms: ["00-0f-ac:18"] };
    const methodIn = (rsne: RsneFields | undefined, algorithm = 0) =>
      only(
        roamsOf([
          { ap: ap1, algorithm, ...(rsne && { rsne }) },
          { ap: ap2, from: ap1, algorithm, ...(rsne && { rsne }) },
        ]),
      ).method.method;
    expect(methodIn(fils, 4)).toBe("fils");
    expect(methodIn(owe)).toBe("owe");
    expect(methodIn(undefined)).toBe("open");
  });
});

describe("what is no roam", () => {
  test("the first association of a station", () => {
    expect(roamsOf([first])).toEqual([]);
  });

  test("an association with another network", () => {
    expect(roamsOf([first, { ...first, ap: ap2, ssid: "guest" }])).toEqual([]);
  });

  test("a refusal, however often", () => {
    const refused = { ap: ap2, from: ap1, rsne: dot1x(), status: 17 };
    expect(roamsOf([first, refused, refused])).toEqual([]);
  });

  test("an accepting answer alone: nobody is seen to have asked", () => {
    expect(
      roamsOf([
        first,
        { ap: ap2, from: ap1, rsne: dot1x(), isRequestLost: true, isHandshakeLost: true },
      ]),
    ).toEqual([]);
  });

  test.each([
    ["to", true],
    ["from", false],
  ] as const)("but data %s the AP show that the answer was to somebody", (_, isUp) => {
    const recorder = createRecorder();
    const answer = { ap: ap2, from: ap1, rsne: dot1x() };
    associate(recorder, first);
    recorder.pass(1000);
    associate(recorder, { ...answer, isRequestLost: true, isHandshakeLost: true });
    const [sender, receiver] = isUp ? [station, ap2] : [ap2, station];
    recorder.transmit({
      label: "data",
      from: sender,
      to: receiver,
      frequencyMhz: 2412,
      build: (header) =>
        buildDataFrame(
          {
            ...header,
            toDs: isUp,
            fromDs: !isUp,
            isProtected: true,
            address1: receiver,
            address2: sender,
            address3: ap2,
          },
          new Uint8Array(40),
        ),
    });
    const exchanges: Exchange[] = [];
    const tracker = new Tracker({ exchange: (exchange) => exchanges.push(exchange) });
    for (const air of framesOf(recorder.records)) tracker.frame(air);
    expect(findRoams(exchanges, { bsss: tracker.bsss, ring: new KeyRing([]) })).toHaveLength(1);
  });

  test("a refusal before an association stands with it as a failed attempt", () => {
    const roam = only(
      roamsOf([
        first,
        { ap: ap2, from: ap1, rsne: dot1x(), status: 17 },
        { ap: ap1, from: ap1, rsne: dot1x(), eapPackets: 8 },
      ]),
    );
    expect(roam.failed).toHaveLength(1);
    expect(roam.fellBack).toBe(false);
    expect(roam.from).toBe(ap1);
  });
});

describe("where the station came from", () => {
  test("is what a reassociation request says, when the association before was not captured", () => {
    const roam = only(roamsOf([{ ap: ap2, from: ap1, rsne: dot1x(), eapPackets: 8 }]));
    expect([roam.from, roam.fromKnownBy]).toEqual([ap1, "request"]);
  });

  test("is the AP that carried its data, for an association request after a capture began late", () => {
    const recorder = createRecorder();
    const exchanges: Exchange[] = [];
    const tracker = new Tracker({ exchange: (exchange) => exchanges.push(exchange) });
    const ingest = createIngest(0);
    recorder.transmit({
      label: "data",
      from: station,
      to: ap1,
      frequencyMhz: 2412,
      build: (header) =>
        buildDataFrame(
          {
            ...header,
            toDs: true,
            isProtected: true,
            address1: ap1,
            address2: station,
            address3: ap1,
          },
          new Uint8Array(40),
        ),
    });
    associate(recorder, { ap: ap2, rsne: dot1x(), eapPackets: 8 });
    tracker.bsss.heard(ap1, ingest.take(recorder.records[0] as never) as never).ssid =
      utf8Octets("corp");
    for (const record of recorder.records) {
      const air = ingest.take(record);
      if (air !== undefined) tracker.frame(air);
    }
    const roam = only(findRoams(exchanges, { bsss: tracker.bsss, ring: new KeyRing([]) }));
    expect([roam.from, roam.fromKnownBy]).toEqual([ap1, "data"]);
  });
});
