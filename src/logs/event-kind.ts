/**
 * What a record can say, in words shared by all dialects. A dialect may add kinds of its own; where an
 * event of another dialect means the same, it takes the same name.
 */
export type LogEventKind =
  | FtKind
  | FtKeyKind
  | AssociationKind
  | KeyRecordKind
  | ClientKind
  | StationKind
  | OtherKind;

/** How an AP fares with the PMK-R1 of a station (hostapd). */
type FtKeyKind =
  | "ft-key-found"
  /** Not in the cache: not yet fatal, it may be fetched. */
  | "ft-key-missing"
  | "ft-key-requested"
  | "ft-key-request-timeout"
  | "ft-key-request-received"
  | "ft-key-answer-received"
  | "ft-key-answer-sent"
  | "ft-key-push-received"
  /** The key holder answered that it has no such key. */
  | "ft-key-denied"
  /** The holder itself: it has no key under the name asked for. */
  | "ft-key-unknown-to-holder"
  /** The R0KH-ID is none of the holders that the AP knows. */
  | "ft-key-holder-unknown"
  /** The holder itself: whoever asks is none of those that may. */
  | "ft-key-requester-unknown"
  | "ft-key-message-undecryptable"
  /** No passphrase of the AP gives the name that the station offers. */
  | "ft-key-not-made"
  | "ft-auth-deferred"
  /** The SNonce of the request that is being handled: as good as the frame itself. */
  | "ft-snonce"
  | "ft-action-response-sent";

/** What a station says of its own doings. */
type StationKind =
  | "ft-chosen"
  | "ft-action-requested"
  | "auth-requested"
  | "auth-response-received"
  | "auth-response-rejected"
  | "auth-timeout"
  | "assoc-requested"
  | "assoc-response-received"
  | "assoc-response-rejected"
  | "assoc-timeout"
  | "response-invalid"
  | "ft-action-response-received"
  | "m1-received"
  | "m2-sent"
  | "m3-received"
  | "m4-sent"
  | "roam-decided"
  | "roam-skipped";

type FtKind =
  /** An FT Authentication Request reached the AP, or the controller behind it began to handle it. */
  | "ft-preauth-over-air"
  /** An FT Request (Action frame) reached the current AP, for a target behind it. */
  | "ft-preauth-over-ds"
  /** The controller holds no PMK of the station and refuses to begin. */
  | "ft-preauth-refused-no-pmk"
  | "ft-preauth-entry-created"
  | "ft-preauth-entry-removed"
  | "roam-scope"
  | "akm-in-rsnie"
  /** The AKM of the request is that of the key the controller holds for the station. */
  | "akm-cache-match"
  | "akm-cache-mismatch"
  /** The target AP has no key under the name that the station offers. */
  | "ft-key-cache-lookup-failed"
  /** A FlexConnect AP reports a failed association for another cause. */
  | "assoc-failed-on-flex-ap"
  | "ft-cache-delete-distributed"
  | "client-ft-capable"
  | "mde-sent"
  | "mdid"
  | "fte-sent"
  | "r0kh-id"
  | "r1kh-id"
  | "ft-roam-completed"
  | "adaptive-11r";

type AssociationKind =
  | "auth-received"
  | "auth-sent"
  | "assoc-received"
  | "reassoc-received"
  | "assoc-response-sent"
  | "assoc-refused"
  /** The AP says that the reassociation deadline was over. */
  | "reassoc-too-late"
  | "assoc-ok"
  | "disassoc-sent"
  | "deauth-sent"
  | "disassoc-received"
  | "deauth-received"
  | "roamed"
  | "auth-refused"
  /** The AP has orders not to serve the station (a list of stations). */
  | "station-denied"
  /** The AP serves as many stations as it may. */
  | "no-room-for-station"
  /** The AP saw no ACK for its answer. */
  | "response-not-acknowledged";

type KeyRecordKind =
  | "pmkid-count"
  | "pmkid-received"
  | "pmkid-removed"
  | "pmkid-miss"
  | "pmk-cache-entry-created"
  | "pmk-cache-entry-reset"
  | "pmk-cache-entry-deleted"
  | "pmk-cache-purge"
  | "pmk-distributed"
  | "active-key-index"
  | "rsne-received"
  | "4way-start"
  | "eapol-key-sent"
  | "m1-sent"
  | "m2-received"
  | "m2-bad-mic"
  | "m3-sent"
  | "m4-received"
  | "m1-retransmit"
  | "m3-retransmit"
  | "key-timeout"
  | "key-handshake-completed"
  | "eapol-key-invalid"
  | "cckm"
  | "eap"
  | "radius-request"
  | "radius-challenge"
  | "radius-accept"
  | "radius-reject";

type ClientKind =
  | "mobile-deletion-requested"
  | "mobile-deletion-scheduled"
  | "mobile-deletion-already-pending"
  | "mobile-expired"
  | "mobile-added-on-ap"
  | "mobile-deleted-on-ap"
  | "ap-delete-mobile-received"
  | "ap-delete-mobile-ignored"
  | "client-state-change"
  | "client-excluded"
  | "pem-state"
  | "pem-delete"
  | "assoc-counter"
  | "client-run"
  | "client-left"
  | "policy"
  | "local-switching"
  | "dhcp"
  | "ip-learned"
  | "mobility";

type OtherKind =
  | "ap-started"
  | "ap-stopped"
  /** The clock of the log was set here. */
  | "clock-set"
  /** The terminal that recorded the log says when it began, by its own clock. */
  | "recording-started"
  /** A line of a log with a station and a time, in a dialect that is not known. */
  | "mentioned";
