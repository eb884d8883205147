"""Scenarios of captures/ that the virtual lab's own catalogue does not have.

The lab (Debian's kernel with mac80211_hwsim in qemu) is a folder beside this repository. How to make the captures again:

    cp -r <the lab> /somewhere/writable/lab
    scripts/lab/prepare.sh /somewhere/writable/lab     # lab.patch, this catalogue, hostapd and wpa_supplicant with faults.patch
    cd /somewhere/writable/lab && ./setup.sh
    VMTIME=500 ./runvm.sh <scenario>...                # 8 to 40 s each; results in share/out/<scenario>/
    scripts/lab/collect.py /somewhere/writable/lab <scenario>...

Most of the faults are switches in hostapd and wpa_supplicant (faults.patch): each changes one place of the FT code, everything
around it and the reaction of the other side is Debian's software. Such a capture has "synthetic_fault": true in its truth.json.
Where the software can be made to fail by its configuration, it is unmodified.

In truth(): a number stands for an AP (0 is where the station begins). `roams` are (station, from, to, method), each with
"fellBack" as a fifth when it followed a failed FT attempt; collect.py finds them in the capture by itself and compares.
"""
import os

EAPUSERS = '* TTLS\n"labuser" TTLS-PAP "labpass" [2]\n'
OTA, DS, FULL, OKC, CACHE = 'ft-over-the-air', 'ft-over-the-ds', 'full', 'okc', 'pmksa-caching'
BACK = [(0, 0, 0, FULL, True)]


def truth(culprits, without=None, targets=(1,), roams=(), kind=OTA, synthetic=False, keys=None, keep=None, whole=False, **more):
    """Fields of truth.json: culprits that may be named with keys and without, where, and the roams.

    keys: lines of keys.txt where they do not follow from the configuration or the station's log; keep: other files of the
    result, and their names in captures/; whole: with the idle tail; the rest goes into truth.json as it is.
    """
    culprits = culprits.split('/')
    return dict(kind=kind, accept_with=culprits, accept_without=(without or '/'.join(culprits)).split('/'), targets=targets,
                roams=list(roams), synthetic_fault=synthetic, keys=keys, keep=keep or {}, whole=whole, more=more)


def fault_at(s, n, *names):
    """AP n runs the hostapd with faults, with these switched on."""
    s.apbin[n] = 'faulty'
    return s.e(**{'AP%d_FAULT' % n: ','.join(names)})


def fault_in(s, *names):
    """The stations run the wpa_supplicant with faults."""
    s.stabin = 'faulty'
    for n in range(s.nsta):
        s.e(**{'STA%d_FAULT' % n: ','.join(names)})
    return s


def eap(s):
    s.allap(ieee8021x=1, eapol_key_index_workaround=0, eap_server=1, eap_user_file='/tmp/users.eap', ca_cert='/tmp/ca.pem',
            server_cert='/tmp/server.pem', private_key='/tmp/server.key')
    c = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'build/certs/')
    s.files.update({'users.eap': EAPUSERS, 'ca.pem': open(c + 'ca.pem').read(), 'server.pem': open(c + 'server.pem').read(),
                    'server.key': open(c + 'server.key').read()})
    for n in range(s.nsta):
        s.net(n, eap='TTLS', identity='"labuser"', anonymous_identity='"anon"', password='"labpass"', phase2='"auth=PAP"', ca_cert='"/tmp/ca.pem"')
        s.stas[n]['net'].pop('psk', None)
    return s


def define(S):
    target_faults(S)
    station_faults(S)
    unmodified_faults(S)


def target_faults(S):
    def ap(num, name, switch, desc, culprits='target-ap', without=None, roams=BACK, at=1, **kw):
        s = S('ftpsk-' + name, 'AP fault: ' + desc, num=num, outcome=kw.pop('outcome', 'failure'), broke=culprits, why=desc, pmf=kw.pop('pmf', 0),
              **truth(culprits, without, roams=roams, synthetic=True, **kw))
        return fault_at(s.local(), at, *switch.split(','))
    ap(0x201, 'ap-answer-mdid', 'answer-mdid', 'MDE of the FT authentication response names another mobility domain').fail()
    ap(0x202, 'ap-answer-pmkr0name', 'answer-pmkr0name', 'FT authentication response echoes a different PMKR0Name').fail()
    ap(0x203, 'ap-answer-no-r1khid', 'answer-no-r1khid', 'FT authentication response without R1KH-ID').fail()
    ap(0x204, 'ap-answer-no-anonce', 'answer-no-anonce', 'ANonce of the FT authentication response is all zero').fail()
    ap(0x205, 'ap-response-anonce', 'response-anonce', 'ANonce of the Reassociation Response differs from the exchange').fail()
    ap(0x206, 'ap-response-snonce', 'response-snonce', 'SNonce of the Reassociation Response differs from the exchange').fail()
    ap(0x207, 'ap-response-r1khid', 'response-r1khid', 'R1KH-ID of the Reassociation Response differs from the exchange').fail()
    ap(0x208, 'ap-response-pmkr1name', 'response-pmkr1name', 'PMKR1Name of the Reassociation Response differs from the request').fail()
    ap(0x209, 'ap-response-count', 'response-element-count', 'FTE of the Reassociation Response counts one element too many').fail()
    ap(0x20a, 'ap-forgets-answer', 'forget-after-answer', 'Target AP forgets the station between FT authentication and reassociation (reason 6)',
       without='target-ap/undetermined').fail()
    ap(0x20b, 'ap-handshake-after-ft', 'handshake-after-ft', 'Target AP takes the FT reassociation for an ordinary one and begins a 4-way handshake',
       roams=[(0, 0, 1, OTA), (0, 1, 0, FULL)], outcome='failure-after-success').fail(tail=12)
    ap(0x20c, 'ap-refuses-rsne', 'refuse-rsne', 'Target AP refuses (42) the cipher that it offers').fail()
    ap(0x20d, 'ap-reinstalls-key', 'slow-reassociation,reinstall-key', 'Slow target AP installs the key again when the station repeats its Reassociation Request (CVE-2017-13082)',
       without='none/undetermined', roams=[(0, 0, 1, OTA)], outcome='success').up().ping(2).scan(1).s('ping_down 0 60').roam(1).s('sleep 2')
    ap(0x20e, 'ap-sa-query', 'sa-query-on-ft', 'AP that still knows the protected station puts its FT reassociation off (30) for an SA Query', pmf=2,
       roams=[(0, 0, 1, OTA), (0, 1, 0, OTA)], targets=(0,), at=0).up().ping(2).scan(1).roam(1).ping(2).scan(0).roam(0, wait=0).s('sleep 6').ping(2)
    s = S('ftpsk-ap0-no-r0khid', 'AP fault: Association Response to an FT AKM without R0KH-ID', num=0x20f, outcome='failure', broke='target-ap',
          why='no R0KH-ID in the Association Response', **truth('target-ap', targets=(0,), kind='initial', synthetic=True))
    fault_at(s.local(), 0, 'association-no-r0khid').up(stas=False).s('sta_up 0 2', 'sleep 12')
    s = S('ftpsk-wrong-pmkr1-distributed', 'Key holder fault: AP0 gives AP1 a wrong PMK-R1 under the right name', num=0x210, outcome='failure',
          broke='network(key distribution)', why='PMK-R1 in the pull response is not the one of the name',
          **truth('key-distribution', 'key-distribution/undetermined', roams=BACK, synthetic=True))
    fault_at(s.rkh(push=False), 0, 'distribute-wrong-pmk-r1').fail()


def station_faults(S):
    def sta(num, name, switch, desc, without=None, roams=BACK, **kw):
        s = S('ftpsk-' + name, 'Client fault: ' + desc, num=num, outcome=kw.pop('outcome', 'failure'), broke='client', why=desc, pmf=kw.pop('pmf', 0),
              **truth('station', without, roams=roams, synthetic=True, **kw))
        return fault_in(s.local(), switch)
    sta(0x220, 'sta-r1name', 'request-pmkr1name', 'PMKR1Name of the Reassociation Request is wrong').fail()
    sta(0x221, 'sta-count', 'request-element-count', 'FTE of the Reassociation Request counts one element too many').fail()
    for num, name, desc in ((0x222, 'zero-tk', 'Client installs a temporal key of zeros after a clean FT exchange'),
                            (0x224, 'old-tk', 'Client goes on with the temporal key of the old AP after a clean FT exchange')):
        sta(num, 'sta-' + name, name, desc, without='none/undetermined', roams=[(0, 0, 1, OTA)], outcome='failure-after-success').fail(tail=2)
    sta(0x223, 'sta-no-pmf', 'request-no-pmf', 'Client claims no management frame protection in its FT frames, the network requires it', pmf=2).fail()


def unmodified_faults(S):
    s = S('ftpsk-ap-forgets-station', "The target's driver loses its table of stations 1 s after a clean FT roam; no data from then on", num=0x230,
          outcome='failure-after-success', broke='target-ap', why='iw station del at the target', **truth('target-ap/none/undetermined', roams=[(0, 0, 1, OTA)]))
    s.local().up().ping(2).scan(1).roam(1).ping(2).s('in_ns ap1 iw dev wlan1 station del %s' % s.sta()).ping(3).s('sleep 2')
    s = S('ftpsk-ap-full', 'Target AP is full (max_num_sta): status 17', num=0x231, nsta=2, outcome='failure', broke='target-ap',
          why='max_num_sta=1 and one station is there', **truth('target-ap/configuration', roams=[(0, 0, 0, OTA)]))
    s.local().ap(1, max_num_sta=1).net(1, bssid=s.bssid(1)).fail()
    s = S('ftpsk-announced-not-done', 'Target AP announces FT (RSNE, MDE) and has it switched off: status 13', num=0x232, outcome='failure',
          broke='network(configuration)', why="AP1's beacon says FT-PSK, its configuration says WPA-PSK", **truth('configuration/target-ap'))
    s.local().ap(1, wpa_key_mgmt='WPA-PSK', own_ie_override='30140100000fac040100000fac040100000fac040c003603a1b200', ft_psk_generate_local=None).fail()
    s = S('ftpsk-pmf-required-at-target', 'AP1 requires management frame protection, AP0 and the client have none: status 31', num=0x233, outcome='failure',
          broke='network(configuration)', why='ieee80211w=2 on AP1 only', **truth('configuration/station', roams=BACK))
    s.local().ap(1, ieee80211w=2).fail()
