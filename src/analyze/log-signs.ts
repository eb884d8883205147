import type { FrameRole } from "../exchange/sighting.ts";
import type { LogEvent } from "../logs/event.ts";

/** Which frame an event is about. */
export interface LogSign {
  readonly roles: readonly FrameRole[];
  /** The record is written within milliseconds of the frame; others wait for a channel, or for the host. */
  readonly isPrompt: boolean;
}

const authenticationRequests: readonly FrameRole[] = [
  "ft-authentication-request",
  "authentication-request",
];
const associationRequests: readonly FrameRole[] = ["association-request", "reassociation-request"];
const associationResponses: readonly FrameRole[] = [
  "association-response",
  "reassociation-response",
];

const ft = 2;

function prompt(...roles: readonly FrameRole[]): LogSign {
  return { roles, isPrompt: true };
}

function late(...roles: readonly FrameRole[]): LogSign {
  return { roles, isPrompt: false };
}

/** The frames that a record of a controller, an AP or a station goes with; undefined for one without a frame. */
export function signOf({ kind, details }: LogEvent): LogSign | undefined {
  const isFt = details?.["algorithm"] === undefined || details["algorithm"] === ft;
  const isPlain = details?.["algorithm"] !== ft;
  switch (kind) {
    case "ft-preauth-over-air":
    case "ft-preauth-refused-no-pmk":
      return prompt("ft-authentication-request");
    case "ft-snonce":
      return prompt("ft-authentication-request", "ft-action-request");
    case "ft-preauth-over-ds":
      return prompt("ft-action-request");
    case "ft-action-requested":
      return late("ft-action-request");
    case "ft-action-response-sent":
    case "ft-action-response-received":
      return prompt("ft-action-response");
    case "auth-received":
      return prompt("authentication-request");
    case "auth-sent":
    case "auth-response-received":
      return prompt(
        ...(isFt ? (["ft-authentication-response"] as const) : []),
        ...(isPlain ? (["authentication-response"] as const) : []),
      );
    case "auth-requested":
      return late(...authenticationRequests);
    case "station-denied":
      return prompt(...authenticationRequests);
    case "no-room-for-station":
      return prompt(...authenticationRequests, "ft-action-request");
    case "assoc-received":
      return prompt("association-request");
    case "reassoc-received":
      return prompt("reassociation-request");
    case "assoc-requested":
      return late(...associationRequests);
    case "assoc-ok":
      return late(...associationResponses);
    case "assoc-response-sent":
    case "assoc-response-received":
      return prompt(...associationResponses);
    case "m1-sent":
    case "m1-received":
      return prompt("eapol-1");
    case "m2-received":
    case "m2-sent":
      return prompt("eapol-2");
    case "m3-sent":
    case "m3-received":
      return prompt("eapol-3");
    case "m4-received":
    case "m4-sent":
      return prompt("eapol-4");
    case "deauth-sent":
    case "deauth-received":
      return prompt("deauthentication");
    case "disassoc-sent":
    case "disassoc-received":
      return prompt("disassociation");
    default:
      return undefined;
  }
}
