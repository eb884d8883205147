/** Makers of APs by the OUI of vendor specific elements in their beacons (IEEE OUI registry). */
const vendors: Readonly<Record<string, string>> = {
  "00-04-0e": "AVM",
  "00-09-0f": "Fortinet",
  "00-0b-86": "Aruba",
  "00-0c-42": "MikroTik",
  "00-13-92": "Ruckus",
  "00-15-6d": "Ubiquiti",
  "00-18-0a": "Cisco Meraki",
  "00-19-77": "Aerohive",
  "00-40-96": "Cisco",
  "5c-5b-35": "Mist",
};

/** The maker that OUIs ("00-40-96") point to; undefined when they point to none or to several. */
export function vendorOf(ouis: Iterable<string>): string | undefined {
  const found = new Set([...ouis].map((oui) => vendors[oui]).filter((name) => name !== undefined));
  return found.size === 1 ? [...found][0] : undefined;
}
