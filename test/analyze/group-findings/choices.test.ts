import { describe, expect, test } from "vitest";
import { askInVain, east, failTo, findingsOf, type Part, roamTo } from "./story.ts";

const [east1, east2] = east;

describe("ft-not-tried", () => {
  const find = (part: Part) => findingsOf("ft-not-tried", [part]);

  test("says that the AP before had disconnected the station", () => {
    const [only] = find((stage, recorder) => {
      stage.leave("ap", 5, east1);
      recorder.pass(200);
      stage.associate(east2);
    });
    expect(only).toMatch(
      new RegExp(`could have used FT there: ${east1.bssid} had disconnected it 2\\d\\d ms before`),
    );
    expect(only).toContain("reason 5");
  });

  test("says that FT had failed with this AP before", () => {
    const [only] = find((stage, recorder) => {
      failTo(stage, east2);
      roamTo(stage, east1);
      recorder.pass(20_000);
      stage.associate(east2);
    });
    expect(only).toMatch(/its FT attempt there had failed 20\.\d s before/);
  });

  test("says nothing more where nothing more is known", () => {
    const [only] = find((stage, recorder) => {
      recorder.pass(5000);
      stage.associate(east2);
    });
    expect(only).toContain("it was disconnected before, or it chose not to");
  });
});

describe("station-backs-off", () => {
  const find = (part: Part) => findingsOf("station-backs-off", [part]);

  test("a station that tries nothing for 30 s while the AP is on the air", () => {
    const [only, ...others] = find((stage, recorder) => {
      askInVain(stage, east2);
      recorder.pass(15_000);
      stage.beacons();
      recorder.pass(15_000);
      stage.associate(east1);
    });
    expect(others).toEqual([]);
    expect(only).toMatch(
      /was not heard to try anything for 30\.\d s, while that AP was on the air/,
    );
  });

  test("a short pause is none", () => {
    expect(
      find((stage, recorder) => {
        askInVain(stage, east2);
        recorder.pass(3000);
        stage.associate(east1);
      }),
    ).toEqual([]);
  });

  test("a station that goes on with its AP has not backed off", () => {
    expect(
      find((stage, recorder) => {
        askInVain(stage, east2);
        recorder.pass(15_000);
        stage.data("up");
        stage.beacons();
        recorder.pass(15_000);
        stage.associate(east1);
      }),
    ).toEqual([]);
  });
});

describe("adaptive-11r", () => {
  test("an AP that lists no FT AKM and accepts one is told as normal", () => {
    const adaptive = { ...east2, rsne: { ...east2.rsne, akms: ["00-0f-ac:2"] } };
    const find = (ap: typeof east2) =>
      findingsOf("adaptive-11r", [(stage) => roamTo(stage, ap)], { aps: [east1, ap] });
    expect(find(east2)).toEqual([]);
    expect(find(adaptive)).toEqual([
      `${east2.bssid} announces a mobility domain and no FT AKM, and accepted FT-PSK: adaptive 11r. That a station asks for an AKM that the beacon does not list is normal there.`,
    ]);
  });
});
