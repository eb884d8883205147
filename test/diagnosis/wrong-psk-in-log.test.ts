import { expect, test } from "vitest";
import { aireosLog, stationA } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";

const wrong = "Received EAPOL-key M2 with invalid MIC from mobile";
const late = "Retransmit 1 of EAPOL-Key M1 (length 121) for mobile";

test("a wrong MIC of message 2 is told with its first line, and how often it came", () => {
  const log = aireosLog().say("x", 0, late).say("x", 50, wrong).say("x", 90, wrong);
  expect(logFindings(log.text())).toMatchObject([
    {
      rule: "wrong-psk-in-log",
      severity: "warning",
      culprit: "undetermined",
      confidence: "probable",
      summary: `Message 2 of ${stationA} had a wrong MIC (2 in the log): its passphrase or PMK is not the network's.`,
      evidence: [{ log: 0, line: 2, field: "EAPOL-Key MIC", text: "message 2 is refused" }],
    },
  ]);
});

test("other trouble in the handshake is no wrong passphrase", () => {
  const invalid = "Received EAPOL-key M2 with invalid replay counter";
  const log = aireosLog().say("x", 0, late).say("x", 50, invalid);
  expect(logFindings(log.text())).toEqual([]);
});
