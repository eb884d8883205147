import { expect, test } from "vitest";
import { analyzeRoam, tellRoam } from "../builders/roam.ts";

const told = tellRoam();
const detailed = analyzeRoam(told, { details: 1 });
const ft = detailed.exchanges.find(({ kind }) => kind === "ft-over-the-air");
const association = detailed.exchanges.find(({ kind }) => kind.startsWith("initial"));

test("without being asked for, the document holds no details", () => {
  const text = JSON.stringify(analyzeRoam(told));
  expect(text).not.toContain('"details"');
  expect(text).not.toContain('"activity"');
});

test("of as many sound exchanges as were asked for there are details", () => {
  expect(association?.frames.every(({ details }) => details !== undefined)).toBe(true);
  expect(ft?.frames.some(({ details }) => details !== undefined)).toBe(false);
});

const [both] = analyzeRoam(told, { details: 2 }).exchanges.filter(({ kind }) =>
  kind.startsWith("ft-"),
);

test("a frame tells its fields once and its octets as captured", () => {
  const request = both?.frames.find(({ role }) => role === "ft-authentication-request")?.details;
  expect(request?.fields.map(({ name }) => name)).toEqual(["RSNE", "MDE", "FTE"]);
  expect(request?.octets.slice(0, 4)).toBe("b000");
  expect(request?.octets.length).toBe(2 * (request?.length ?? 0));
});

test("data are counted per AP and direction, before and after the roam", () => {
  const { bins = [], pause } = both?.activity ?? {};
  const total = (ap: string, direction: "uplink" | "downlink") =>
    bins.filter((bin) => bin.ap === ap).reduce((sum, bin) => sum + bin[direction], 0);
  expect(total(both?.targetAp ?? "", "uplink")).toBe(both?.data.uplink);
  expect(total(both?.targetAp ?? "", "downlink")).toBe(both?.data.downlink);
  const last = Number(both?.timing.completeMs);
  expect(pause?.toMs).toBeGreaterThan(last);
  for (const { atMs } of bins) expect(atMs < 0 || atMs > last).toBe(true);
});

test("data long before an exchange are not its own", () => {
  expect(both?.activity?.bins.some(({ atMs }) => atMs < -1000)).toBe(false);
});
