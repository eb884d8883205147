import type { EapolKeyMessage } from "../dot11/eapol-key.ts";
import type { DecodedFrame, FrameOf } from "../dot11/frame.ts";

/** What a frame is. */
export interface FrameKind {
  /** For a person: "FT Authentication Request". */
  readonly words: string;
  /** The name that the JSON document has for it; only for frames that have one there. */
  readonly role?: string;
}

/** What a frame is, from its type, its body and who sent it. */
export function frameKind({ header, frame }: DecodedFrame): FrameKind {
  switch (frame.kind) {
    case "beacon":
    case "probe-response":
    case "association-request":
    case "association-response":
    case "reassociation-request":
    case "reassociation-response":
    case "disassociation":
    case "deauthentication":
      return { words: titleOf(frame.kind), role: frame.kind };
    case "authentication":
      return authenticationKind(frame, header?.transmitter === header?.address3);
    case "ft-action":
      return { words: `FT ${titleOf(frame.action)}`, role: `ft-action-${frame.action}` };
    case "action":
      return { words: actionWords(frame) };
    case "protected-management":
      return protectedKind(frame.managementSubtype);
    case "eapol-key":
      return eapolKeyKinds[frame.message];
    case "eapol":
      return { words: eapolWords(frame) };
    case "probe-request":
    case "data":
    case "control":
      return { words: titleOf(frame.kind) };
    case "undecoded":
      return { words: "Frame not read" };
    default: {
      const never: never = frame;
      return never;
    }
  }
}

/** "reassociation-request" to "Reassociation Request". */
function titleOf(name: string): string {
  return name
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
}

const ftSequence = ["request", "response", "confirm", "ack"] as const;

function authenticationKind(
  { algorithm, transactionSequence }: FrameOf<"authentication">,
  isFromAp: boolean,
): FrameKind {
  if (algorithm === 2) {
    const step = ftSequence[transactionSequence - 1];
    return step === undefined
      ? { words: `FT Authentication, sequence ${transactionSequence}` }
      : { words: `FT Authentication ${titleOf(step)}`, role: `ft-authentication-${step}` };
  }
  const step = isFromAp ? "response" : "request";
  const role = `authentication-${step}`;
  if (algorithm !== 3) return { words: `Authentication ${titleOf(step)}`, role };
  // Both sides send both messages: the sequence does not tell who asks and who answers.
  const message = { 1: "Commit", 2: "Confirm" }[transactionSequence];
  return { words: `SAE ${message ?? `sequence ${transactionSequence}`}`, role };
}

/** Action frames that steer or accompany roams, by category and action. */
const actionNames: Readonly<Record<string, string>> = {
  "3/0": "ADDBA Request",
  "3/1": "ADDBA Response",
  "3/2": "DELBA",
  "5/4": "Neighbor Report Request",
  "5/5": "Neighbor Report Response",
  "8/0": "SA Query Request",
  "8/1": "SA Query Response",
  "10/6": "BSS Transition Query",
  "10/7": "BSS Transition Request",
  "10/8": "BSS Transition Response",
};

const categoryNames: Readonly<Record<number, string>> = {
  0: "Spectrum Management",
  1: "QoS",
  3: "Block Ack",
  4: "Public",
  5: "Radio Measurement",
  6: "FT",
  7: "HT",
  8: "SA Query",
  10: "WNM",
  11: "Unprotected WNM",
  12: "TDLS",
  17: "WMM",
  21: "VHT",
  30: "HE",
  36: "EHT",
  126: "Protected Vendor",
  127: "Vendor",
};

function actionWords({ category, action, isErrorEcho }: FrameOf<"action">): string {
  const name =
    actionNames[`${category}/${action}`] ??
    `${categoryNames[category] ?? `Category ${category}`} Action${action === undefined ? "" : ` ${action}`}`;
  return isErrorEcho ? `${name}, sent back as not accepted` : name;
}

function protectedKind(subtype: number): FrameKind {
  if (subtype === 10) return { words: "Protected Disassociation", role: "disassociation" };
  if (subtype === 12) return { words: "Protected Deauthentication", role: "deauthentication" };
  return {
    words:
      subtype === 13 || subtype === 14
        ? "Protected Action"
        : `Protected management, subtype ${subtype}`,
  };
}

const eapolKeyKinds: Readonly<Record<EapolKeyMessage, FrameKind>> = {
  "1": { words: "EAPOL-Key message 1", role: "eapol-1" },
  "2": { words: "EAPOL-Key message 2", role: "eapol-2" },
  "3": { words: "EAPOL-Key message 3", role: "eapol-3" },
  "4": { words: "EAPOL-Key message 4", role: "eapol-4" },
  "group-1": { words: "Group key message 1" },
  "group-2": { words: "Group key message 2" },
  unknown: { words: "EAPOL-Key" },
};

const eapCodes: Readonly<Record<number, string>> = {
  1: "EAP Request",
  2: "EAP Response",
  3: "EAP Success",
  4: "EAP Failure",
};

const packetTypes: Readonly<Record<number, string>> = {
  0: "EAP",
  1: "EAPOL-Start",
  2: "EAPOL-Logoff",
  3: "EAPOL-Key",
};

function eapolWords({ packetType, body }: FrameOf<"eapol">): string {
  const eap = packetType === 0 ? eapCodes[body[0] ?? 0] : undefined;
  return eap ?? packetTypes[packetType] ?? `EAPOL, packet type ${packetType}`;
}
