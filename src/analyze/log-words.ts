import { codeOf, type LogEvent } from "../logs/event.ts";

/** What records say that the air does not show; everything else is said by its kind. */
const words: Readonly<Record<string, string>> = {
  "ft-preauth-over-air": "FT Authentication Request received",
  "ft-preauth-over-ds": "FT over the DS asked for",
  "ft-preauth-refused-no-pmk": "no PMK of the station: FT refused",
  "ft-preauth-entry-created": "FT state created",
  "ft-key-found": "key found",
  "ft-key-missing": "no PMK-R1 in the cache",
  "ft-key-requested": "PMK-R1 asked for",
  "ft-key-request-timeout": "question for the key timed out",
  "ft-key-request-received": "question for a key received",
  "ft-key-answer-received": "answer about the key received",
  "ft-key-answer-sent": "answer about the key sent",
  "ft-key-push-received": "key pushed",
  "ft-key-denied": "the key holder has no such key",
  "ft-key-unknown-to-holder": "no key under the name asked for",
  "ft-key-holder-unknown": "the key holder is not known",
  "ft-key-requester-unknown": "the AP that asks is not known",
  "ft-key-message-undecryptable": "key message could not be decrypted",
  "ft-key-not-made": "no passphrase gives this key",
  "ft-key-cache-lookup-failed": "no key of the station",
  "ft-auth-deferred": "answer put off",
  "ft-chosen": "the station uses FT over the air",
  "ft-roam-completed": "FT completed",
  "auth-response-rejected": "the station turned the FT answer down",
  "assoc-response-rejected": "the station turned the association down",
  "auth-timeout": "the station waited in vain for an answer",
  "reassoc-too-late": "the reassociation deadline was over",
  "station-denied": "the station is not allowed here",
  "no-room-for-station": "no room for another station",
  "assoc-timeout": "the station waited in vain for the association",
  "client-run": "connected",
  "client-left": "disconnected",
  "mobile-deletion-scheduled": "the controller will delete the client",
  "pmk-cache-entry-deleted": "the controller deleted the PMK",
};

/** A record as a phrase: "no PMK-R1 in the cache", "auth sent, status 53". */
export function eventWords(event: LogEvent): string {
  const status = codeOf(event, "ieee-status");
  const reason = codeOf(event, "ieee-reason");
  const why = event.details?.["why"];
  return [
    words[event.kind] ?? event.kind.replaceAll("-", " "),
    ...(status === undefined ? [] : [`status ${status.value}`]),
    ...(reason === undefined ? [] : [`reason ${reason.value}`]),
    ...(typeof why === "string" ? [why] : []),
  ].join(", ");
}
