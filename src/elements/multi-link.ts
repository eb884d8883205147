import { attempt, Cursor } from "../bytes/cursor.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { concatOctets } from "../bytes/octets.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** Multi-Link element (255/107; 802.11be). */
export interface MultiLink extends ElementBase {
  readonly kind: "multi-link";
  /** 0 basic; the others are kept raw. */
  readonly variant: number;
  /** Only in the basic variant, as all that follows. */
  readonly mldAddress?: MacAddress;
  /** Of the AP that sends the frame; a station does not say it. */
  readonly linkId?: number;
  /** The other links of the device, as far as they could be read. */
  readonly links?: readonly MultiLinkProfile[];
}

/** Per-STA Profile subelement: one more link of the device. */
export interface MultiLinkProfile {
  readonly linkId: number;
  readonly address?: MacAddress;
  /** What the frame would say on that link: its fields, and the elements that differ. */
  readonly profile: Uint8Array;
}

const basic = 0;
const hasLinkId = 0x0010;
const perStaProfile = 0;
const fragment = 254;
const hasAddress = 0x0020;

export function decodeMultiLink(element: ElementBase): MultiLink | MalformedElement {
  return decodeWhole(element, (cursor, keep) => {
    const control = cursor.u16le("multi-link control");
    const variant = control & 7;
    if (variant !== basic) return { kind: "multi-link" as const, variant };
    const commonEnd = cursor.position + cursor.u8("common info length");
    const mldAddress = formatMac(cursor.take(6, "MLD MAC address"));
    const linkId = (control & hasLinkId) === 0 ? undefined : cursor.u8("link id") & 0x0f;
    const links: MultiLinkProfile[] = [];
    const stop = attempt(() => {
      cursor.skip(Math.max(0, commonEnd - cursor.position), "common info");
      while (cursor.remaining > 0) {
        const profile = readSubelement(cursor);
        if (profile !== undefined) links.push(profile);
      }
    });
    if (stop !== undefined) keep(stop);
    return {
      kind: "multi-link" as const,
      variant,
      mldAddress,
      ...(linkId === undefined ? {} : { linkId }),
      links,
    };
  });
}

/** A Per-STA Profile with the fragments that continue it; undefined for other subelements. */
function readSubelement(cursor: Cursor): MultiLinkProfile | undefined {
  const id = cursor.u8("subelement id");
  const base = cursor.offset + 1;
  const parts = [cursor.take(cursor.u8("subelement length"), "subelement")];
  while (parts.at(-1)?.length === 255 && cursor.octets[cursor.position] === fragment) {
    cursor.skip(1, "fragment id");
    parts.push(cursor.take(cursor.u8("fragment length"), "fragment"));
  }
  if (id !== perStaProfile) return undefined;
  const where = `${cursor.where} / per-STA profile`;
  const inner = new Cursor(concatOctets(...parts), { where, base, limitedBy: "subelement-length" });
  const control = inner.u16le("STA control");
  const infoEnd = inner.position + inner.u8("STA info length");
  const address =
    (control & hasAddress) === 0 ? undefined : formatMac(inner.take(6, "STA MAC address"));
  inner.skip(Math.max(0, infoEnd - inner.position), "STA info");
  const profile = inner.rest();
  return { linkId: control & 0x0f, ...(address === undefined ? {} : { address }), profile };
}
