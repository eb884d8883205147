import type { TimeNs } from "../bytes/time.ts";
import type { Sighting } from "../exchange/sighting.ts";
import type { LogEvent } from "../logs/event.ts";
import type { KeyMessage } from "../wire/key-message.ts";
import type { KeyPull } from "../wire/key-pull.ts";
import type { RemoteFrame } from "../wire/remote-frame.ts";
import type { WireFrame } from "../wire/wire-frame.ts";

/** What others than the air say about an exchange. Absent: nobody was asked. */
export interface Witnesses {
  readonly wire?: WireWitness;
  /** What logs say of the exchange, in order of time; logs whose clock is not known have no say. */
  readonly logged?: readonly LoggedFact[];
}

/** Who wrote a log; a controller writes for many APs, and they may have more to say. */
export type LogWriter = "station" | "access-point" | "controller";

/** A record of a log about an exchange. */
export interface LoggedFact {
  /** Which log. */
  readonly log: number;
  /** Absent where its dialect does not tell. */
  readonly writer?: LogWriter;
  readonly event: LogEvent;
  /** When by the capture's clock. */
  readonly time: TimeNs;
  /** The frame that the record is about, where it is about one that was captured. */
  readonly sighting?: Sighting;
}

/** What went over the wire between the APs during an FT exchange. */
export interface WireWitness {
  /** Questions of the target for the station's key, in order. */
  readonly pulls: readonly KeyPull[];
  /** Another station asked the target at the same moment: whose key a question is for cannot be told. */
  readonly isShared: boolean;
  /** Keys sent to the target unasked before the exchange ended, by the key holder the station names. */
  readonly pushes: readonly WireFrame<KeyMessage>[];
  /** FT Requests and Responses that the APs passed to each other, in order. */
  readonly relays: readonly WireFrame<RemoteFrame>[];
  /** The wire was recorded during the whole exchange, on a clock that is known. */
  readonly isCovered: boolean;
  /** Other frames of the target were heard on the wire around the exchange. */
  readonly hearsTarget: boolean;
  /** Other frames of whom the target asked were heard there. */
  readonly hearsHolder: boolean;
}
