#!/bin/bash
# prepare.sh LAB: turns a copy of the virtual lab into the one of these scenarios. Needs Debian 12 with a deb-src line
# for its main archive, build-essential, pkg-config, libnl-3-dev, libnl-genl-3-dev, libnl-route-3-dev and libssl-dev.
set -e
here=$(cd "$(dirname "$0")" && pwd); lab=$(cd "$1" && pwd); version=2:2.10-12+deb12u3
patch -d "$lab" -p1 < "$here/lab.patch"
cp "$here/catalogue.py" "$lab/catalogue.py"
mkdir -p "$lab/build/source" "$lab/build/faulty"
cd "$lab/build/source"
apt-get source -q "wpa=$version"
cd wpa-2.10
patch -p1 < "$here/faults.patch"
# What needs further libraries and plays no part here is left out.
grep -v CONFIG_DRIVER_HOSTAP debian/config/hostapd/linux > hostapd/.config
grep -vE 'CONFIG_(PCSC|SMARTCARD|CTRL_IFACE_DBUS|READLINE|EAPOL_TEST|MACSEC|DRIVER_MACSEC)' debian/config/wpasupplicant/linux > wpa_supplicant/.config
echo CONFIG_TESTING_OPTIONS=y >> wpa_supplicant/.config
for program in hostapd wpa_supplicant; do
  make -C $program $program > "$lab/build/$program.log" 2>&1
  strip -o "$lab/build/faulty/$program" $program/$program
done
