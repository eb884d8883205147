import type {
  Analysis,
  ExchangeReport,
  FrameReport,
  InputReport,
} from "../../src/analyze/analysis.ts";
import type { Verdict } from "../../src/diagnosis/verdict.ts";
import type { Coverage, HeardParty } from "../../src/exchange/air-coverage.ts";

const station = "02:5a:00:09:00:10";
const firstAp = "02:a0:00:09:00:10";
const secondAp = "02:a0:00:09:00:20";

export function analysisOf(parts: Partial<Analysis>): Analysis {
  return {
    schema: "ftscope/analysis/1",
    generator: { name: "ftscope", version: "0.0.0" },
    inputs: [inputOf({})],
    networks: [
      { ssid: "lab-ft", mdid: "a1b2", bssids: [firstAp, secondAp], bsss: [], findings: [] },
      { ssid: "guest", bssids: ["02:a0:00:09:00:30"], bsss: [], findings: [] },
    ],
    exchanges: [],
    roams: [],
    voice: [],
    findings: [],
    ...parts,
  };
}

export function inputOf(parts: Partial<InputReport>): InputReport {
  return {
    path: "air.pcap",
    sizeBytes: 65_536,
    format: "pcap",
    compression: null,
    linkTypes: [127],
    frames: 328,
    firstTime: "2026-11-22T11:11:47.350439Z",
    lastTime: "2026-11-22T11:11:58.245111Z",
    channels: [2412, 2437],
    badFcs: 0,
    cut: 0,
    malformed: 0,
    dropped: 0,
    notWifi: [],
    skippedBlocks: [],
    faults: [],
    ...parts,
  };
}

export function soundVerdict(parts: Partial<Verdict> = {}): Verdict {
  return {
    kind: "sound",
    culprit: "none",
    rule: "completed",
    confidence: "proven",
    summary: "The station reassociated and every MIC verifies.",
    evidence: [],
    alternatives: [],
    missing: [],
    fix: [],
    ...parts,
  };
}

/** A frame of the second of 11:11:49 UTC, `ms` after it began. */
export function frameOf(
  frame: number,
  role: FrameReport["role"],
  ms: number,
  parts: Partial<FrameReport> = {},
): FrameReport {
  const isOfStation = /request|confirm|eapol-[24]/.test(role);
  return {
    input: 0,
    frame,
    time: new Date(Date.UTC(2026, 10, 22, 11, 11, 49) + Math.floor(ms))
      .toISOString()
      .replace("Z", `${String(Math.round((ms % 1) * 1000)).padStart(3, "0")}Z`),
    role,
    sender: isOfStation ? station : secondAp,
    receiver: isOfStation ? secondAp : station,
    retries: 0,
    ...parts,
  };
}

export function exchangeOf(parts: Partial<ExchangeReport>): ExchangeReport {
  return {
    id: "x2",
    kind: "ft-over-the-air",
    station,
    currentAp: firstAp,
    targetAp: secondAp,
    ssid: "lab-ft",
    mdid: "a1b2",
    akm: "00-0f-ac:4",
    akmName: "FT-PSK",
    pairwiseCipher: "CCMP-128",
    r0khId: "ap0.lab.example",
    r1khId: "02a100090002",
    startTime: "2026-11-22T11:11:49.897665Z",
    endTime: "2026-11-22T11:11:49.905000Z",
    outcome: "completed",
    frames: [
      frameOf(116, "ft-authentication-request", 897.665),
      frameOf(118, "ft-authentication-response", 899.731, { status: 0 }),
      frameOf(120, "reassociation-request", 902.1),
      frameOf(122, "reassociation-response", 905, { status: 0 }),
    ],
    checks: [],
    verdict: soundVerdict(),
    session: { exchangeId: "x1", tiedBy: "pmkr0name", ageMs: 1460, roamsSince: 0 },
    timing: { responseMs: 2.066, stationMs: 2.9, completeMs: 7.335 },
    data: { uplink: 12, downlink: 9 },
    coverage: coverageOf([2412, 2437]),
    ...parts,
  };
}

/** What was heard: on these channels, of these parties. */
function coverageOf(
  channels: readonly number[],
  heard: readonly HeardParty["role"][] = ["station", "target-ap", "current-ap"],
): Coverage {
  const span = { from: "2026-11-22T11:11:47.350Z", to: "2026-11-22T11:11:58.351Z" };
  const addresses = {
    station: "02:5a:00:09:00:10",
    "target-ap": "02:a0:00:09:00:20",
    "current-ap": "02:a0:00:09:00:10",
  };
  return {
    channels,
    spans: channels.map((frequencyMhz) => ({ frequencyMhz, ...span })),
    parties: (["station", "target-ap", "current-ap"] as const).map((role) => ({
      role,
      address: addresses[role],
      isThroughout: heard.includes(role),
      ...(heard.includes(role) ? { heard: span } : {}),
    })),
    targetHeard: true,
    stationHeard: true,
    acksCaptured: true,
  };
}

/** The association that the roams build on. */
export const firstAssociation: ExchangeReport = exchangeOf({
  id: "x1",
  kind: "initial-mobility-domain-association",
  currentAp: null,
  targetAp: firstAp,
  startTime: "2026-11-22T11:11:48.437437Z",
  frames: [
    frameOf(35, "eapol-1", 0, { sender: firstAp }),
    frameOf(37, "eapol-2", 4.453, { receiver: firstAp }),
  ],
  verdict: soundVerdict({ summary: "The station joined the mobility domain." }),
});

/** The target has no key: the worked example of a fault behind the AP. */
export const keyDistributionFault: ExchangeReport = exchangeOf({
  outcome: "refused",
  frames: [
    frameOf(116, "ft-authentication-request", 897.665, { acknowledged: true }),
    frameOf(118, "ft-authentication-response", 899.731, { status: 53, retries: 1 }),
  ],
  checks: [
    {
      id: "pmkr0name",
      role: "ft-authentication-request",
      input: 0,
      frame: 116,
      result: "sound",
      seen: "317f4e2a2621634e6b3a021b927c2466",
      expected: "317f4e2a2621634e6b3a021b927c2466",
      text: "what the key gives",
    },
    {
      id: "r0kh-id",
      role: "ft-authentication-request",
      input: 0,
      frame: 116,
      result: "sound",
      seen: "ap0.lab.example",
      expected: "ap0.lab.example",
      text: "as in the initial association",
    },
    {
      id: "mdid",
      role: "ft-authentication-request",
      input: 0,
      frame: 116,
      result: "sound",
      seen: "a1b2",
      expected: "a1b2",
      text: "as the target announces it",
    },
    {
      id: "rsne-consistency",
      role: "ft-authentication-request",
      input: 0,
      frame: 116,
      result: "cannot-tell",
      seen: "FT-PSK, CCMP-128",
      needs: ["beacon of the target AP"],
      text: "no beacon of the target was heard",
    },
    {
      id: "fte-mic-request",
      role: "reassociation-request",
      input: 0,
      frame: 116,
      result: "not-applicable",
      text: "not reached",
    },
  ],
  verdict: {
    kind: "fault",
    culprit: "key-distribution",
    rule: "r1-key-unknown-to-target",
    confidence: "probable",
    summary:
      "The target AP has no key for this station, which asked correctly and is not at fault.",
    why: "The target AP answered after 2 ms: too fast to have asked the R0KH and waited. Either it has no entry for ap0.lab.example, or the R0KH said no at once.",
    evidence: [
      {
        input: 0,
        frame: 118,
        field: "Status Code",
        seen: "53",
        expected: "0",
        text: "FT Authentication Response: Invalid PMKID",
      },
    ],
    alternatives: [
      {
        culprit: "target-ap",
        text: "The target AP was restarted, or its PMK-R1 expired",
        settledBy: "the uptime of the target AP at 11:11:49 UTC",
      },
    ],
    missing: ["a log of the target AP or a capture of the wire at 11:11:49 UTC"],
    fix: [
      "On the target AP: is ap0.lab.example among its R0KHs, with the right address and key?",
      "On ap0.lab.example: is the target AP among its R1KHs?",
    ],
  },
  timing: { responseMs: 2.066 },
  data: { uplink: 0, downlink: 0 },
  next: { exchangeId: "x3", afterMs: 246 },
});

const soundCheck = { role: "reassociation-request", input: 0, result: "sound" } as const;

export const returnToCurrentAp: ExchangeReport = exchangeOf({
  id: "x3",
  targetAp: firstAp,
  startTime: "2026-11-22T11:11:50.145566Z",
  frames: [
    frameOf(130, "ft-authentication-request", 1145.566, { receiver: firstAp }),
    frameOf(134, "ft-authentication-response", 1172.27, { sender: firstAp, status: 0 }),
    frameOf(136, "reassociation-request", 1181.129, { receiver: firstAp }),
    frameOf(138, "reassociation-response", 1184.757, { sender: firstAp, status: 0 }),
  ],
  checks: [
    { ...soundCheck, id: "mdid", frame: 130, seen: "a1b2", text: "as the target announces it" },
    { ...soundCheck, id: "mdid", frame: 134, seen: "a1b2", text: "as the target announces it" },
    { ...soundCheck, id: "snonce", frame: 134, text: "the SNonce of frame 130" },
    {
      ...soundCheck,
      id: "fte-mic-request",
      frame: 136,
      result: "cannot-tell",
      needs: ['passphrase of "lab-ft"'],
      text: "needs a key",
    },
    {
      ...soundCheck,
      id: "fte-mic-response",
      frame: 138,
      result: "cannot-tell",
      needs: ['passphrase of "lab-ft"'],
      text: "needs a key",
    },
  ],
});

export const anonceOfTarget = "9281f55f7a68213d0c5e4b8f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
export const anonceOfStation = "9381f55f7a68213d0c5e4b8f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";

/** The station wrote another ANonce: octets of 64 hex digits side by side. */
export const anonceFault: ExchangeReport = exchangeOf({
  id: "x4",
  outcome: "refused",
  verdict: {
    kind: "fault",
    culprit: "station",
    rule: "station-anonce-wrong",
    confidence: "proven",
    summary: "The station's Reassociation Request carries another ANonce than the target AP sent",
    evidence: [
      {
        input: 0,
        frame: 120,
        field: "ANonce",
        seen: anonceOfStation,
        expected: anonceOfTarget,
        text: "Reassociation Request: another ANonce than that of frame 118",
      },
      {
        input: 0,
        frame: 118,
        field: "ANonce",
        seen: anonceOfTarget,
        text: "FT Authentication Response",
      },
    ],
    alternatives: [],
    missing: [],
    fix: ["Update the driver of the station"],
  },
});

/** 32 octets: 10 characters of 3 octets and 2 of 1. */
export const wideSsid = "無線網路漫遊測試一二ab";

export const cannotTell: ExchangeReport = exchangeOf({
  id: "x5",
  kind: "ft-over-the-ds",
  ssid: wideSsid,
  outcome: "unanswered",
  frames: Array.from({ length: 6 }, (_, i) =>
    frameOf(200 + i, "ft-action-request", 900 + 20 * i, {
      receiver: firstAp,
      acknowledged: false,
    }),
  ),
  verdict: {
    kind: "cannot-tell",
    culprit: "capture",
    rule: "answer-not-captured",
    confidence: "possible",
    summary: "The station asked 6 times and no answer was captured.",
    evidence: [],
    alternatives: [],
    missing: ["a second recorder on the channel of the current AP"],
    fix: [],
  },
  timing: {},
  data: { uplink: 0, downlink: 0 },
  coverage: {
    ...coverageOf([5180], ["station"]),
    targetHeard: false,
    acksCaptured: false,
  },
});

/** One document of every kind the report knows. */
export const documents = {
  keyDistribution: analysisOf({
    exchanges: [firstAssociation, keyDistributionFault, returnToCurrentAp],
  }),
  severalInputs: analysisOf({
    inputs: [inputOf({}), inputOf({ path: "captures/second-recorder.pcapng", format: "pcapng" })],
    exchanges: [
      cannotTell,
      anonceFault,
      exchangeOf({ kind: "association" }),
      exchangeOf({
        frames: [
          frameOf(7, "ft-authentication-request", 10, { input: 1, frequencyMhz: 2437 }),
          frameOf(9, "deauthentication", 30, {
            input: 1,
            receiver: "ff:ff:ff:ff:ff:ff",
            reason: 200,
          }),
        ],
      }),
    ],
  }),
  damagedInput: analysisOf({
    inputs: [
      inputOf({
        badFcs: 3,
        cut: 1,
        malformed: 2,
        dropped: 44,
        notWifi: [{ what: "Ethernet", packets: 5 }],
        skippedBlocks: [{ type: 0xbad, blocks: 2 }],
        faults: [
          {
            kind: "truncated-file",
            offset: 65_000,
            text: "pcap record: 70 octets needed, 12 there",
          },
        ],
      }),
    ],
    exchanges: [firstAssociation],
    findings: [
      {
        rule: "mobility-domain-split",
        severity: "warning",
        culprit: "configuration",
        summary: "2 APs of one SSID announce different MDIDs",
        evidence: [{ input: 0, frame: 3, field: "MDID", seen: "a1b3", text: "Beacon" }],
      },
    ],
  }),
  nothing: analysisOf({ networks: [] }),
} satisfies Record<string, Analysis>;
