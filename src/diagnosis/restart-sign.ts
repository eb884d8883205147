import type { TimeNs } from "../bytes/time.ts";
import type { Bss } from "../exchange/bss.ts";
import type { Alternative, Evidence } from "./verdict.ts";

/** What an AP did that looks like a restart. */
export interface RestartSign {
  /** "deauthenticated everybody (frame 137)": continues "The AP …". */
  readonly text: string;
  readonly evidence: Evidence;
  /** What else may have made it. */
  readonly alternatives: readonly Alternative[];
}

/** The last sign between two moments that an AP was restarted; a sign is no proof of one. */
export function restartSign(
  bss: Bss | undefined,
  from: TimeNs,
  to: TimeNs,
): RestartSign | undefined {
  const isBetween = ({ time }: { readonly time: TimeNs }) => time > from && time < to;
  if (bss === undefined) return undefined;
  const dismissal = bss.dismissals.findLast(isBetween);
  if (dismissal !== undefined) {
    const { input, frame } = dismissal;
    return {
      text: `deauthenticated everybody (frame ${frame})`,
      evidence: {
        input,
        frame,
        field: "Receiver address",
        seen: "ff:ff:ff:ff:ff:ff",
        text: "Deauthentication or Disassociation of all stations by this AP",
      },
      alternatives: [
        {
          culprit: "attacker",
          text: "Deauthentications of everybody can be forged where stations do not ask for their protection.",
          settledBy: `the log and uptime of ${bss.bssid}`,
        },
      ],
    };
  }
  const restart = bss.restarts.findLast(isBetween);
  if (restart === undefined) return undefined;
  const { input, frame } = restart;
  return {
    text: `began its TSF anew (frame ${frame})`,
    evidence: { input, frame, field: "Timestamp", text: "Beacon: the TSF has begun anew" },
    alternatives: [],
  };
}
