import type { ClockStep } from "../../exchange/bss.ts";
import { type AuditedBss, type AuditRule, announcedAt, bssidWords } from "../audit-rule.ts";

const mostShown = 4;

/** Two clocks of different radios are not set at one moment by one amount: then it was the recorder's. */
const sameWithinMs = 100;

interface Step extends ClockStep {
  readonly bss: AuditedBss;
}

function isSame(a: Step, b: Step): boolean {
  return (
    Math.abs(a.ms - b.ms) <= sameWithinMs &&
    ((a.since <= b.at.time && b.since <= a.at.time) || a.ms < 0)
  );
}

/** BSSs of one radio have one TSF, and addresses that differ at one end. */
function radioOf({ bssid, bss }: AuditedBss): string {
  return `${bssid.slice(3, 14)} ${bss.channel ?? ""}`;
}

function words(ms: number): string {
  const seconds = `${(Math.abs(ms) / 1000).toFixed(1)} s`;
  return ms < 0 ? `${seconds} back` : `${seconds} ahead`;
}

export const clockSet: AuditRule = {
  id: "clock-set",
  title: "The recorder's clock was set during the capture, or that of an AP",
  severity: "note",
  clauses: ["11.1.3"],
  why: "",
  decides:
    "Between two beacons of a BSS its timestamp (TSF) went on, and the time of the recorder moved apart from it by more than 1 s and 1 % of what passed. Where BSSs of several radios show it at one moment, or the time fell, it was the recorder's clock.",
  fix: [
    "Trust no duration across the named frame. Let the recorder set its clock before it records.",
  ],
  confirm: ["Compare timestamp and time of the beacons before and after the named frame."],
  judge({ bsss }) {
    const steps: Step[] = bsss.flatMap((bss) =>
      bss.bss.clockSteps.map((step) => ({ ...step, bss })),
    );
    const found: Step[][] = [];
    for (const step of steps) {
      const known = found.find(([first]) => first !== undefined && isSame(first, step));
      if (known === undefined) found.push([step]);
      else known.push(step);
    }
    return found.flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const shown = [...new Set(same.map(({ bss }) => bss))];
      const radios = new Set(shown.map(radioOf));
      const isRecorders = radios.size > 1 || first.at.time < first.since;
      return [
        {
          culprit: isRecorders ? ("capture" as const) : ("none" as const),
          summary: isRecorders
            ? `The recorder's clock was set ${words(first.ms)} (by the beacons of ${bssidWords(shown)}).`
            : `The recorder's clock was set ${words(first.ms)}, or that of ${bssidWords(shown)} the other way.`,
          evidence: same.slice(0, mostShown).map(({ bss, at, ms }) =>
            announcedAt(bss, at, {
              field: "Timestamp",
              text: `it goes on, and the recorder's time is ${words(ms)}`,
            }),
          ),
          bsss: shown,
        },
      ];
    });
  },
};
