import {
  type AuditedBss,
  type AuditResult,
  announcedAt,
  bssCount,
  bssidWords,
  groupWords,
  type Site,
} from "./audit-rule.ts";

/** Identifiers that several BSSs of one mobility domain named as their own. */
export function sharedIds(
  { byDomain }: Site,
  which: "r0khIds" | "r1khIds",
  field: string,
): readonly AuditResult[] {
  return byDomain.flatMap((group) => {
    if (group.mdid === undefined) return [];
    const byId = new Map<string, AuditedBss[]>();
    for (const bss of group.bsss) {
      for (const id of bss.bss.keyHolders[which].keys()) {
        const members = byId.get(id) ?? [];
        byId.set(id, members);
        members.push(bss);
      }
    }
    return [...byId].flatMap(([id, bsss]) => {
      if (bsss.length < 2) return [];
      return [
        {
          summary: `${bssCount(bsss.length)} of ${groupWords(group)} name the ${field} ${id}: ${bssidWords(bsss)}.`,
          evidence: bsss.slice(0, 8).flatMap((bss) => {
            const at = bss.bss.keyHolders[which].get(id);
            return at === undefined ? [] : [announcedAt(bss, at, { field, seen: id })];
          }),
          bsss,
        },
      ];
    });
  });
}
