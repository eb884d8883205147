import type { AirFrame } from "../air/air-frame.ts";
import { hiddenAttempts } from "../exchange/hidden-attempts.ts";
import type { KeyRing } from "../exchange/key-ring.ts";
import { bssLookup, type Timeline } from "./timeline.ts";

/**
 * Adds to each air the attempts that only decryption shows, and numbers all exchanges anew when there are any.
 * @returns whether there are any
 */
export function findHiddenExchanges(airs: readonly Timeline[], ring: KeyRing): boolean {
  // Without a key nothing can be opened.
  if (ring.specs.length === 0) return false;
  const found = airs.map((air) => hiddenIn(air, airs, ring));
  if (found.every((attempts) => attempts.length === 0)) return false;
  for (const [i, air] of airs.entries()) air.insert(found[i] ?? []);
  const all = airs.flatMap(({ exchanges }) => exchanges).sort((a, b) => a.number - b.number);
  for (const [i, exchange] of all.entries()) exchange.number = i + 1;
  ring.memory.forget();
  return true;
}

function hiddenIn(air: Timeline, airs: readonly Timeline[], ring: KeyRing) {
  const { exchanges } = air;
  const told = new Set<AirFrame>();
  for (const { sightings } of exchanges) {
    for (const sighting of sightings) {
      told.add(sighting.air);
      for (const retry of sighting.retries) told.add(retry);
    }
  }
  const bsss = bssLookup(air, airs);
  return [...new Set(exchanges.map(({ station }) => station))].flatMap((station) => {
    const actions = air.tracker.stations.get(station)?.protectedActions ?? [];
    const open = actions.filter((action) => !told.has(action));
    const surroundings = { bsss, ring, history: air.exchangesOf(station) };
    return open.length === 0 ? [] : hiddenAttempts(station, open, surroundings);
  });
}
