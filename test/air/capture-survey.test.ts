import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CaptureSurvey } from "../../src/air/capture-survey.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { recordsOf } from "../builders/sniffers.ts";
import { ownCases, scenariosIn } from "../cases.ts";
import { carriers, rewrapped } from "../radiotap/carriers.ts";

function surveyOf(records: readonly CaptureRecord[]) {
  const survey = new CaptureSurvey(10_000);
  survey.takeRecords(records);
  return survey.surveyed(true);
}

describe.each(carriers)("a survey of %s passes over no beginning", (_, carrier) => {
  test.each(scenariosIn(ownCases).slice(0, 2))("captures/%s", (scenario) => {
    const records = rewrapped(recordsOf(join(ownCases, scenario, "air.pcap")), carrier);
    // Where an interface has a comment every frame is decoded.
    const decoded = records.map((record) => ({ ...record, interfaceComment: "" }));
    const { beginnings, startUs } = surveyOf(records);
    expect(beginnings.length).toBeGreaterThan(0);
    expect({ beginnings, startUs }).toEqual({
      beginnings: surveyOf(decoded).beginnings,
      startUs: surveyOf(decoded).startUs,
    });
  });
});
