#!/usr/bin/env python3
"""collect.py LAB SCENARIO...: from results of the lab to captures/<scenario>/ (air.pcap, keys.txt, truth.json).

The roams that the catalogue states are compared with those in the capture, which tshark decodes; a difference ends it.
"""
import json, os, re, shutil, subprocess, sys
from collections import namedtuple

CAPTURES = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../captures'))
PACKAGE = '2:2.10-12+deb12u3'
FIELDS = ['frame.number', 'frame.time_epoch', 'wlan.fc.type_subtype', 'wlan.sa', 'wlan.da', 'wlan.bssid', 'wlan.fixed.auth.alg',
          'wlan.fixed.status_code', 'eapol.type', 'wlan.rsn.akms.type']
Frame = namedtuple('Frame', 'number time subtype sa da bssid alg status eapol akm')
ASSOCIATION_REQUESTS, ASSOCIATION_RESPONSES, AUTHENTICATION, DEAUTHENTICATION, BEACON = (0, 2), (1, 3), 11, 12, 8
IDLE_TAIL_S = 1.5
# What is told apart here; the rest follows from the configuration of the APs.
COARSE = {'okc': 'cached', 'pmksa-caching': 'cached', 'owe': 'full', 'open': 'full'}


def number(text):
    return int(text.split(',')[0], 0) if text else None


def frames_of(pcap):
    argv = ['tshark', '-r', pcap, '-T', 'fields'] + [x for f in FIELDS for x in ('-e', f)]
    for line in subprocess.run(argv, check=True, capture_output=True, text=True).stdout.splitlines():
        n, t, subtype, sa, da, bssid, alg, status, eapol, akm = (line.split('\t') + [''] * 10)[:10]
        if subtype: yield Frame(int(n), float(t), number(subtype), sa, da, bssid, number(alg), number(status), number(eapol), number(akm))


def roams_of(frames, stations):
    """(re)associations that completed and were not given up at once, after the first of each station"""
    found = []
    for station in stations:
        at, since, mine = None, 0, [f for f in frames if station in (f.sa, f.da)]
        for i, f in enumerate(mine):
            if f.subtype not in ASSOCIATION_RESPONSES or f.status != 0 or f.da != station: continue
            if f.bssid == at and not any(g.subtype == AUTHENTICATION for g in mine[since:i]): continue  # the same answer, once more
            soon = [g for g in mine[i + 1:] if g.time - f.time < 0.05]
            if any(g.subtype == DEAUTHENTICATION and g.sa == station for g in soon): continue
            after = next((g.number for g in mine[i + 1:] if g.subtype in ASSOCIATION_RESPONSES), 1 << 30)
            auths = [g.alg for g in mine[since:i] if g.subtype == AUTHENTICATION and g.bssid == f.bssid and g.sa == station]
            akms = [g.akm for g in mine[since:i] if g.subtype in ASSOCIATION_REQUESTS]
            eapols = [g for g in mine[i + 1:] if g.eapol is not None and g.number < after and f.bssid in (g.sa, g.da)]
            if auths[-1:] == [2]: method = 'ft-over-the-air'
            elif not eapols and not auths: method = 'ft-over-the-ds'
            elif any(g.eapol == 0 for g in eapols) or auths[-1:] != [0] or akms[-1:] not in ([1], [3], [5], [8]): method = 'full'
            else: method = 'cached'
            if at is not None:
                found.append(dict(station=station, **{'from': at}, to=f.bssid, method=method, frame=f.number, time=f.time))
            at, since = f.bssid, i
    return sorted(found, key=lambda r: r['time'])


def write_air(source, target, frames, whole):
    """without the idle tail: what follows the last frame that is no beacon"""
    last = max(f.time for f in frames if f.subtype != BEACON)
    keep = [f.number for f in frames if f.time <= last + IDLE_TAIL_S]
    if whole: shutil.copyfile(source, target)
    else: subprocess.run(['editcap', '-F', 'pcap', '-r', source, target, '1-%d' % max(keep)], check=True)


def keep(source, target):
    if not source.endswith('.log'): return shutil.copyfile(source, target)
    told = re.compile(r'FT: |IEEE 802\.11: |CTRL-|SME: |RRB|State: |WNM: |AP-STA|hwaddr|authentication(?: reply)?: |association request: | STAs |ACL reject|not allowed')
    open(target, 'w').writelines(line for line in open(source, errors='replace') if told.search(line))


def keys_of(truth, out):
    if truth['keys'] is not None: return truth['keys']
    if 'PSK' in truth['akm']: return ['psk:%s:%s' % (truth['ssid'], truth['passphrase'])]
    keys = []
    for n, sta in enumerate(truth['stas']):
        text = open('%s/sta%d.log' % (out, n), errors='replace').read()
        labels = r'(?:FT: XXKey|SAE: PMK|OWE: PMK|WPA: PMK from EAPOL state machines|RSN: PMK from PMKSA cache)'
        for value in re.findall(labels + r' - hexdump\(len=\d+\): ((?:[0-9a-f]{2} ?)+)', text):
            spec = 'pmk:%s@%s' % (value.replace(' ', ''), sta['mac'])
            if spec not in keys: keys.append(spec)
    return keys


def collect(lab, name):
    out = '%s/share/out/%s' % (lab, name)
    t = json.load(open('%s/share/scen/%s/truth.json' % (lab, name)))
    env = dict(re.findall(r"^(\w+)='?(.*?)'?$", open('%s/share/scen/%s/env' % (lab, name)).read(), re.M))
    bssid, mac = [a['bssid'] for a in t['aps']], [s['mac'] for s in t['stas']]
    frames = list(frames_of(out + '/air.pcap'))
    found = roams_of(frames, mac)
    stated = [dict(station=mac[r[0]], **{'from': bssid[r[1]]}, to=bssid[r[2]], method=r[3], fellBack=len(r) > 4) for r in t['roams']]
    short = lambda r: (r['station'], r['from'], r['to'], COARSE.get(r['method'], r['method']))
    if list(map(short, stated)) != list(map(short, found)):
        sys.exit('%s: roams differ\n stated %s\n found  %s' % (name, list(map(short, stated)), [short(r) + (r['frame'],) for r in found]))
    for s, f in zip(stated, found): s['frame'] = f['frame']
    kind = lambda who, n, b: '%s %s' % (who, PACKAGE) + (' with faults.patch: %s' % env.get(n + '_FAULT', '') if b == 'faulty' else '')
    truth = dict(scenario=name, description=t['description'], ssid=t['ssid'], akm=t['akm'], kind=t['kind'], expected_outcome=t['expected_outcome'],
                 who_broke_it=t['who_broke_it'], why=t['why'],
                 software=dict(aps=[kind('hostapd', 'AP%d' % n, a['bin']) for n, a in enumerate(t['aps'])],
                               stations=[kind('wpa_supplicant', 'STA%d' % n, s['bin']) for n, s in enumerate(t['stas'])]),
                 synthetic_fault=t['synthetic_fault'], **t['more'],
                 accept=dict(withKey=t['accept_with'], withoutKey=t['accept_without'], targets=[bssid[n] for n in t['targets']]), roams=stated)
    target = os.path.join(CAPTURES, name)
    shutil.rmtree(target, ignore_errors=True); os.makedirs(target)
    write_air(out + '/air.pcap', target + '/air.pcap', frames, t['whole'])
    open(target + '/keys.txt', 'w').write(''.join(k + '\n' for k in keys_of(t, out)))
    for source, kept in t['keep'].items(): keep('%s/%s' % (out, source), '%s/%s' % (target, kept))
    json.dump(truth, open(target + '/truth.json', 'w'), indent=2); open(target + '/truth.json', 'a').write('\n')
    print('%-32s %7d octets, %d roams' % (name, os.path.getsize(target + '/air.pcap'), len(stated)))


for scenario in sys.argv[2:]: collect(sys.argv[1], scenario)
