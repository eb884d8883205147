import type { TimeNs } from "../bytes/time.ts";
import type { Bss } from "../exchange/bss.ts";
import type { Evidence } from "./verdict.ts";

/** What an AP did that looks like a restart. */
export interface RestartSign {
  /** "deauthenticated everybody (frame 137)": continues "The AP …". */
  readonly text: string;
  readonly evidence: Evidence;
}

/** The last sign between two moments that an AP was restarted; a sign is no proof of one. */
export function restartSign(
  bss: Bss | undefined,
  from: TimeNs,
  to: TimeNs,
): RestartSign | undefined {
  const isBetween = ({ time }: { readonly time: TimeNs }) => time > from && time < to;
  const dismissal = bss?.dismissals.findLast(isBetween);
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
    };
  }
  const restart = bss?.restarts.findLast(isBetween);
  if (restart === undefined) return undefined;
  const { input, frame } = restart;
  return {
    text: `began its TSF anew (frame ${frame})`,
    evidence: { input, frame, field: "Timestamp", text: "Beacon: the TSF has begun anew" },
  };
}
