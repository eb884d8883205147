import { type AuditRule, byValue, valueEvidence } from "../audit-rule.ts";

export const mdidShared: AuditRule = {
  id: "mdid-shared",
  title: "One MDID is used by several SSIDs",
  severity: "note",
  clauses: ["13.1"],
  why: "An FT key is for one SSID: FT does not lead from one of them to another. Controllers do this by default and stations cope; some take the APs of the other SSID for candidates.",
  decides: "BSSs of different SSIDs announce the same MDID.",
  fix: ["Give each SSID an MDID of its own, if stations try FT across SSIDs; else nothing."],
  confirm: ["Compare SSID and MDE in the beacons."],
  judge: ({ bsss }) => {
    const inDomain = bsss.filter(({ mdid, ssidHex }) => mdid !== undefined && ssidHex !== "");
    return byValue(inDomain, ({ mdid }) => mdid ?? "").flatMap(({ value, bsss: members }) => {
      const ssids = byValue(members, ({ ssid }) => `"${ssid}"`);
      if (ssids.length < 2) return [];
      return [
        {
          summary: `MDID ${value} is used by ${ssids.length} SSIDs: ${ssids.map(({ value: ssid }) => ssid).join(", ")}.`,
          evidence: valueEvidence(ssids, "MDID").map(({ expected: _, seen, ...rest }) => ({
            ...rest,
            seen: value,
            text: `${rest.text}, with SSID ${seen}`,
          })),
          bsss: members,
        },
      ];
    });
  },
};
