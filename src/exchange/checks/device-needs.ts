import type { Exchange } from "../exchange.ts";
import { isMultiLink } from "../multi-link.ts";

/** Why a value that differs is held against nobody: it may be made with what a multi-link device has beyond the frame. */
export function deviceNeeds(exchange: Exchange): {
  readonly needs: readonly string[];
  readonly text: string;
} {
  return isMultiLink(exchange)
    ? {
        needs: ["the same roam without multi-link operation"],
        text: "not what the captured addresses and elements of the multi-link devices give; the frames may not carry all of them",
      }
    : {
        needs: ["a whole frame of the station"],
        text: "the station may be a multi-link device: none of its frames was captured to its end",
      };
}
