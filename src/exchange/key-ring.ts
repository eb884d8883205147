import type { MacAddress } from "../bytes/mac-address.ts";
import { equalOctets, formatHex } from "../bytes/octets.ts";
import { derivePsk, type Pbkdf2, xxKeyFromMsk } from "../crypto/psk.ts";
import type { SecretKey } from "../crypto/secret-key.ts";
import { type FtAkmLengths, ftAkm, ftAkmLengths, type SuiteSelector } from "../spec/suites.ts";
import { KeyMemory } from "./key-memory.ts";
import type { KeyPath } from "./key-path.ts";
import { MicSearches } from "./mic-searches.ts";

export type KeyKind = "passphrase" | "psk" | "pmk" | "msk" | "pmk-r0" | "pmk-r1" | "tk";

/** A key the user gave, bound to an SSID or a station when the user said so. */
export interface KeySpec {
  readonly kind: KeyKind;
  /** How messages name the key without showing it: "passphrase of --psk", "keys.txt line 3". */
  readonly label: string;
  /** The passphrase's octets, or the key's. */
  readonly secret: SecretKey;
  readonly ssid?: Uint8Array;
  readonly station?: MacAddress;
}

/** A key of the ring as the XXKey (MPMK) of one network. */
export interface XxKey {
  readonly spec: KeySpec;
  readonly ssid: Uint8Array;
  readonly xxKey: SecretKey;
  readonly lengths: FtAkmLengths;
}

/** A flood of invented networks must not make the ring grow. */
const mostRememberedPaths = 256;
const mostPsks = 256;
/** Stations, or SSIDs, for which a key is known to be right. */
const mostConfirmed = 65_536;

/** The keys of an analysis. Passphrases are turned into PSKs once for each SSID that has an exchange. */
export class KeyRing {
  readonly specs: readonly KeySpec[];
  /** What the keys gave for exchanges. */
  readonly memory = new KeyMemory();
  /** For which wrong MICs the mistake is searched. */
  readonly micSearches = new MicSearches();
  readonly #pbkdf2: Pbkdf2 | undefined;
  readonly #paths = new Map<KeySpec, Map<string, KeyPath>>();
  readonly #psks = new Map<string, SecretKey>();
  /** By key: SSIDs, and stations in their networks. */
  readonly #confirmed = new Map<KeySpec, { ssids: Set<string>; stations: Set<string> }>();
  #confirmations = 0;

  constructor(specs: readonly KeySpec[], pbkdf2?: Pbkdf2) {
    this.specs = specs;
    this.#pbkdf2 = pbkdf2;
  }

  /** The keys that may be the XXKey of a station's session in a network with this AKM. */
  xxKeys(network: {
    readonly akm: SuiteSelector;
    readonly ssid: Uint8Array | undefined;
    readonly station: MacAddress;
  }): readonly XxKey[] {
    const found: XxKey[] = [];
    for (const spec of this.specs) {
      if (!mayConcern(spec, network)) continue;
      const ssid = network.ssid ?? spec.ssid;
      if (ssid === undefined) continue;
      const xxKey = this.#xxKey(spec, network.akm, ssid);
      const lengths = xxKey && ftAkmLengths(network.akm, xxKey.length);
      if (xxKey === undefined || lengths === undefined || xxKey.length !== lengths.pmk) continue;
      found.push({ spec, ssid, xxKey, lengths });
    }
    return found;
  }

  /** What was derived from a key once is not derived again. */
  remembered(spec: KeySpec, id: string, derive: () => KeyPath): KeyPath {
    const paths = this.#paths.get(spec) ?? new Map<string, KeyPath>();
    this.#paths.set(spec, paths);
    const known = paths.get(id);
    if (known !== undefined) return known;
    const path = derive();
    if (paths.size >= mostRememberedPaths) paths.clear();
    paths.set(id, path);
    return path;
  }

  /** Keys of a lower level that the user gave as they are. */
  lowerKeys(
    kind: "pmk-r0" | "pmk-r1" | "tk",
    network: { readonly ssid: Uint8Array | undefined; readonly station: MacAddress },
  ): readonly KeySpec[] {
    return this.specs.filter((spec) => spec.kind === kind && mayConcern(spec, network));
  }

  /** An octet string that only this key can have made was found in the network's frames. */
  confirm(spec: KeySpec, ssid: Uint8Array | undefined, station: MacAddress): void {
    const known = this.#confirmed.get(spec) ?? { ssids: new Set(), stations: new Set() };
    const isKnown = known.stations.has(stationIn(ssid, station));
    if (ssid !== undefined) addWithin(known.ssids, formatHex(ssid));
    addWithin(known.stations, stationIn(ssid, station));
    this.#confirmed.set(spec, known);
    if (!isKnown) this.#confirmations++;
  }

  /** Grows whenever {@link confirm} tells something new. */
  get confirmations(): number {
    return this.#confirmations;
  }

  /** How well a key is known to be right: for this very station, for its network, or not at all. */
  confirmation(
    spec: KeySpec,
    ssid: Uint8Array | undefined,
    station: MacAddress,
  ): "station" | "network" | "none" {
    const known = this.#confirmed.get(spec);
    if (known?.stations.has(stationIn(ssid, station))) return "station";
    return ssid !== undefined && known?.ssids.has(formatHex(ssid)) ? "network" : "none";
  }

  /** Keys that nothing in the capture has confirmed. */
  unconfirmed(): readonly KeySpec[] {
    return this.specs.filter((spec) => !this.#confirmed.has(spec));
  }

  #xxKey(spec: KeySpec, akm: SuiteSelector, ssid: Uint8Array): SecretKey | undefined {
    const properties = ftAkm(akm);
    if (properties === undefined) return undefined;
    switch (spec.kind) {
      case "passphrase":
        return properties.keySource === "psk" ? this.#psk(spec, ssid) : undefined;
      case "psk":
        return properties.keySource === "psk" ? spec.secret : undefined;
      case "pmk":
        return spec.secret;
      case "msk":
        return properties.mskRange === undefined || spec.secret.length !== 64
          ? undefined
          : xxKeyFromMsk({ msk: spec.secret, mskRange: properties.mskRange });
      default:
        return undefined;
    }
  }

  #psk(spec: KeySpec, ssid: Uint8Array): SecretKey {
    const id = `${this.specs.indexOf(spec)} ${formatHex(ssid)}`;
    let psk = this.#psks.get(id);
    if (psk === undefined) {
      psk = derivePsk({
        passphrase: spec.secret.reveal(),
        ssid,
        ...(this.#pbkdf2 === undefined ? {} : { pbkdf2: this.#pbkdf2 }),
      });
      if (this.#psks.size >= mostPsks) this.#psks.clear();
      this.#psks.set(id, psk);
    }
    return psk;
  }
}

/** The same station may use other keys in other networks. */
function stationIn(ssid: Uint8Array | undefined, station: MacAddress): string {
  return ssid === undefined ? station : `${station} ${formatHex(ssid)}`;
}

/** Adds a value that is not there yet; the first one makes room. */
function addWithin<Value>(values: Set<Value>, value: Value): void {
  if (values.has(value)) return;
  const [first] = values;
  if (values.size >= mostConfirmed && first !== undefined) values.delete(first);
  values.add(value);
}

function mayConcern(
  spec: KeySpec,
  network: { readonly ssid: Uint8Array | undefined; readonly station: MacAddress },
): boolean {
  if (spec.station !== undefined && spec.station !== network.station) return false;
  if (spec.ssid === undefined || network.ssid === undefined) return true;
  return equalOctets(spec.ssid, network.ssid);
}
