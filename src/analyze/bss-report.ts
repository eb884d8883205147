import { formatHex } from "../bytes/octets.ts";
import { formatTime } from "../bytes/time.ts";
import type { AuditedBss } from "../diagnosis/audit-rule.ts";
import { mfpCapable, mfpRequired, ocvc, rsneWithDefaults } from "../elements/rsne.ts";
import { vendorOfBss } from "../exchange/bss.ts";
import { akmName, cipherName } from "../spec/suites.ts";
import type { FrameAt } from "./steering-report.ts";

/** One BSS as it announced itself last. */
export interface BssReport {
  readonly bssid: string;
  /** Its beacons do not tell the SSID; `resolved` by a probe response or an association, or not at all. */
  readonly hidden?: "resolved" | "unresolved";
  readonly mdid?: string;
  readonly ftOverDs?: boolean;
  readonly resourceRequest?: boolean;
  /** `adaptive`: MDE without FT AKM; `incomplete`: FT AKM without MDE. */
  readonly ft: "offered" | "adaptive" | "incomplete" | "none";
  /** "00-0f-ac:4", and their names. */
  readonly akms: readonly string[];
  readonly akmNames: readonly string[];
  readonly pairwiseCiphers: readonly string[];
  readonly groupCipher?: string;
  readonly groupManagementCipher?: string;
  readonly pmf: "required" | "optional" | "none";
  /** Octets of the RSNXE. */
  readonly rsnxe?: string;
  readonly saeH2e?: boolean;
  readonly ocv: boolean;
  /** A WPA element; without an RSNE that is all there is. */
  readonly wpa?: boolean;
  /** Neither RSNE nor WPA element nor the Privacy bit. */
  readonly open?: boolean;
  readonly neighborReport: boolean;
  readonly bssTransition: boolean;
  readonly channel?: number;
  readonly frequencyMhz?: number;
  readonly widthMhz?: number;
  readonly country?: string;
  readonly vendor?: string;
  readonly apName?: string;
  /** Since its timestamps began, when it was heard last; absent where they cannot count from there. */
  readonly uptimeS?: number;
  /** Signal of its last frame, as the recorder heard it. */
  readonly signalDbm?: number;
  readonly firstHeard: string;
  readonly lastHeard: string;
  /** As it named them in answers to stations. */
  readonly r0khIds?: readonly string[];
  readonly r1khIds?: readonly string[];
  readonly restarts?: readonly FrameAt[];
  readonly changes?: readonly (FrameAt & {
    readonly what: string;
    readonly from: string;
    readonly to: string;
  })[];
}

const digits = 6;

export function reportBss(audited: AuditedBss): BssReport {
  const { bss, bssid, configuration, profile, akms, ftAkms, mdid, ssidHex } = audited;
  const { rsne, rsnxe, mde } = configuration;
  const meaning = rsne && rsneWithDefaults(rsne);
  const capabilities = meaning?.capabilities ?? 0;
  const vendor = vendorOfBss(bss);
  const { r0khIds, r1khIds } = bss.keyHolders;
  const frameAt = ({ input, frame, time }: (typeof bss.restarts)[number]): FrameAt => ({
    input,
    frame,
    time: formatTime(time, digits),
  });
  return {
    bssid,
    ...(bss.isHidden ? { hidden: ssidHex === "" ? "unresolved" : "resolved" } : {}),
    ...(mdid === undefined ? {} : { mdid }),
    ...(mde === undefined ? {} : { ftOverDs: mde.ftOverDs, resourceRequest: mde.resourceRequest }),
    ft: ftOf(mdid !== undefined, ftAkms.length > 0),
    akms,
    akmNames: akms.map(akmName),
    pairwiseCiphers: (meaning?.pairwiseCiphers ?? []).map(cipherName),
    ...(meaning === undefined ? {} : { groupCipher: cipherName(meaning.groupCipher) }),
    ...(meaning?.groupManagementCipher === undefined
      ? {}
      : { groupManagementCipher: cipherName(meaning.groupManagementCipher) }),
    pmf: mfpRequired(capabilities) ? "required" : mfpCapable(capabilities) ? "optional" : "none",
    ...(rsnxe === undefined ? {} : { rsnxe: formatHex(rsnxe.capabilities), saeH2e: rsnxe.saeH2e }),
    ocv: ocvc(capabilities),
    ...(profile.hasWpa ? { wpa: true } : {}),
    ...(rsne === undefined && !profile.hasWpa && !profile.isPrivate ? { open: true } : {}),
    neighborReport: profile.neighborReport,
    bssTransition: profile.bssTransition,
    ...(bss.channel === undefined ? {} : { channel: bss.channel }),
    ...(bss.frequencyMhz === undefined ? {} : { frequencyMhz: bss.frequencyMhz }),
    ...(profile.widthMhz === undefined ? {} : { widthMhz: profile.widthMhz }),
    ...(profile.country === undefined ? {} : { country: profile.country }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(profile.apName === undefined ? {} : { apName: profile.apName }),
    ...uptimeOf(bss.lastTimestamp?.tsfUs),
    ...(bss.lastSignalDbm === undefined ? {} : { signalDbm: bss.lastSignalDbm }),
    firstHeard: formatTime(bss.firstHeard, digits),
    lastHeard: formatTime(bss.lastHeard, digits),
    ...(r0khIds.size === 0 ? {} : { r0khIds: [...r0khIds.keys()] }),
    ...(r1khIds.size === 0 ? {} : { r1khIds: [...r1khIds.keys()] }),
    ...(bss.restarts.length === 0 ? {} : { restarts: bss.restarts.map(frameAt) }),
    ...(bss.changes.length === 0
      ? {}
      : {
          changes: bss.changes.map(({ at, what, from, to }) => ({
            ...frameAt(at),
            what,
            from,
            to,
          })),
        }),
  };
}

/** No AP runs that long: its timestamps count from elsewhere, as those of simulated radios do. */
const longestUptimeS = 20 * 365 * 86_400;

function uptimeOf(tsfUs: bigint | undefined): { readonly uptimeS?: number } {
  if (tsfUs === undefined) return {};
  const uptimeS = Number(tsfUs / 1_000_000n);
  return uptimeS > longestUptimeS ? {} : { uptimeS };
}

function ftOf(hasMde: boolean, hasFtAkm: boolean): BssReport["ft"] {
  if (hasMde) return hasFtAkm ? "offered" : "adaptive";
  return hasFtAkm ? "incomplete" : "none";
}
