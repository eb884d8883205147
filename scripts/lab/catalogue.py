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
ftpsk-out-of-earshot needs radios that repeat an unheard frame: mac80211_hwsim with retries.patch, built by hand.

In truth(): a number stands for an AP (0 is where the station begins). `roams` are (station, from, to, method), each with
"fellBack" as a fifth when it followed a failed FT attempt; collect.py finds them in the capture by itself and compares.
"""
import os

EAPUSERS = '* TTLS\n"labuser" TTLS-PAP "labpass" [2]\n'
OTA, DS, FULL, OKC, CACHE, OWE, OPEN = 'ft-over-the-air', 'ft-over-the-ds', 'full', 'okc', 'pmksa-caching', 'owe', 'open'
BACK = [(0, 0, 0, FULL, True)]


def truth(culprits, without=None, targets=(1,), roams=(), kind=OTA, synthetic=False, keys=None, keep=None, whole=False, **more):
    """Fields of truth.json: culprits that may be named with keys and without, where, and the roams.

    keys: lines of keys.txt where they do not follow from the configuration or the station's log; keep: other files of the
    result (of logs, the lines that tell the story), and their names in captures/; whole: with the idle tail; the rest goes into truth.json as it is.
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
    other_roams(S)
    distribution(S)
    interrupted(S)
    turned_away(S)


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
    s = S('ftpsk-out-of-earshot', 'The station moves out of reach of AP1 and roams there on its memory: AP1 hears none of its requests, and hears another station meanwhile',
          num=0x234, nsta=2, outcome='failure', broke='radio', why='hwsim radio groups: AP1 and the first station do not hear each other', **truth('radio', 'radio/undetermined', roams=BACK, radios='mac80211_hwsim with retries.patch'))
    s.local().net(1, bssid=s.bssid(1)).up().ping(2).ping(2, sta=1).scan(1).s('group 1 2', 'group 3 2', 'group 0 1', 'group 2 1', 'pingit 1 8 &')
    s.s('roam 0 %s' % s.bssid(1), 'sleep 5', 'wait_conn 0 4 || true').ping(2)
    s = S('ftpsk-announced-not-done', 'Target AP announces FT (RSNE, MDE) and has it switched off: status 13', num=0x232, outcome='failure',
          broke='network(configuration)', why="AP1's beacon says FT-PSK, its configuration says WPA-PSK", **truth('configuration/target-ap'))
    s.local().ap(1, wpa_key_mgmt='WPA-PSK', own_ie_override='30140100000fac040100000fac040100000fac040c003603a1b200', ft_psk_generate_local=None).fail()
    s = S('ftpsk-pmf-required-at-target', 'AP1 requires management frame protection, AP0 and the client have none: status 31', num=0x233, outcome='failure',
          broke='network(configuration)', why='ieee80211w=2 on AP1 only', **truth('configuration/station', roams=BACK))
    s.local().ap(1, ieee80211w=2).fail()


def other_roams(S):
    """Roams that are no FT; each ends with the station where it is."""
    def plain(num, name, desc, akm, roams, keys=None, **kw):
        s = S(name, desc, num=num, akm=akm, **truth('none', 'none/undetermined', targets=(0, 1), kind='none', roams=roams, keys=keys), **kw)
        return s.allap(mobility_domain=None, r1_key_holder=None, ft_over_ds=None, reassociation_deadline=None)
    there = [(0, 0, 1, FULL)]
    again = there + [(0, 1, 0, CACHE)]

    def go(s, *order):
        for ap in order: s.scan(ap).roam(ap).ping(2)
        return s
    s = eap(plain(0x240, 'eap-okc', 'WPA2-Enterprise with opportunistic key caching: both APs are one hostapd and share its PMKs', 'WPA-EAP', [(0, 0, 1, OKC)]))
    go(s.allap(okc=1, bridge='br0').net(proactive_key_caching=1).s('ap_pair 0 1', 'mon_up 2437', 'sta_up 0 2', 'first_conn 0').ping(2), 1)
    go(eap(plain(0x241, 'eap-pmksa-caching', 'WPA2-Enterprise: full 802.1X at each AP, PMKSA caching on the return', 'WPA-EAP', again)).up().ping(2), 1, 0)
    go(plain(0x242, 'psk-full', 'WPA2-Personal: a 4-way handshake at each AP', 'WPA-PSK', there + [(0, 1, 0, FULL)]).up().ping(2), 1, 0)
    go(plain(0x243, 'sae-full', 'WPA3-Personal: SAE at each AP, PMKSA caching on the return', 'SAE', again, pmf=2).up().ping(2), 1, 0)
    go(plain(0x244, 'owe-full', 'Enhanced Open: OWE at each AP', 'OWE', [(0, 0, 1, OWE)], pmf=2).up().ping(2), 1)
    s = plain(0x245, 'open-full', 'No security at all', 'OPEN', [(0, 0, 1, OPEN)], keys=['psk:lab-ft:there is none']).allap(wpa=None, wpa_key_mgmt=None, rsn_pairwise=None, wpa_group_rekey=None)
    s.net(key_mgmt='NONE')
    for key in ('proto', 'pairwise', 'group'): del s.stas[0]['net'][key]
    go(s.up().ping(2), 1)

    bits = '8f000000'
    s = S('ftpsk-neighbours-and-steering', 'Neighbour report asked for and given; a BSS Transition Management Request towards an AP that is not there is rejected, one towards AP1 accepted (FT)',
          num=0x246, **truth('none', 'none/undetermined', roams=[(0, 0, 1, OTA)]))
    s.local().allap(bss_transition=1, rrm_neighbor_report=1).up().ping(2).scan(1)
    s.s('acli 0 set_neighbor %s ssid=\\"%s\\" nr=%s%s510607' % (s.bssid(1), s.ssid, s.bssid(1).replace(':', ''), bits),
        'cli 0 neighbor_rep_request', 'sleep 2',
        'acli 0 bss_tm_req %s pref=1 valid_int=200 neighbor=02:a0:99:99:00:10,0x0000,81,11,7,0301ff' % s.sta(), 'sleep 4').ping(2)
    s.s('acli 0 bss_tm_req %s pref=1 abridged=1 disassoc_imminent=1 disassoc_timer=50 neighbor=%s,0x0000,81,6,7,0301ff' % (s.sta(), s.bssid(1)),
        'wait_conn 0 8 %s' % s.bssid(1)).ping(2)
    s = S('ftpsk-steering-collision', 'AP0 steers the station to AP1 (disassociation imminent) while its user sends it to AP2: it goes to AP1 and half a second later back to AP0', num=0x247, naps=3,
          **truth('none', 'none/undetermined', targets=(0, 1, 2), roams=[(0, 0, 1, OTA), (0, 1, 0, OTA)]))
    s.local().allap(bss_transition=1, beacon_int=300).up().ping(2).scan(1).scan(2)
    s.s('acli 0 bss_tm_req %s pref=1 abridged=1 disassoc_imminent=1 disassoc_timer=5 neighbor=%s,0x0000,81,6,7,0301ff' % (s.sta(), s.bssid(1)))
    s.roam(2).ping(2).s('sleep 2')


LOGS = {'ds.pcap': 'wired.pcap', **{name: name for name in ('ap0.log', 'ap1.log', 'sta0.log')}}


def distribution(S):
    s = S('ftpsk-group-boundary', 'AP0 and AP1 share keys, AP2 and AP3 share keys, all in one mobility domain: FT works inside each pair and never across',
          num=0x250, naps=4, chans=(1, 6, 11, 36), outcome='failure', broke='network(key distribution)', why='no r0kh/r1kh entries across the two pairs',
          **truth('key-distribution', 'key-distribution/undetermined', targets=(0, 1, 2, 3),
                  keep={**LOGS, 'ap2.log': 'ap2.log', 'ap3.log': 'ap3.log'},
                  roams=[(0, a, b, OTA) for a, b in ((0, 1), (1, 0), (0, 1), (1, 0), (0, 1), (1, 0), (0, 0), (0, 0))] + [(0, 0, 2, FULL)]
                  + [(0, a, b, OTA) for a, b in ((2, 3), (3, 2), (2, 3), (3, 3), (3, 3), (3, 2), (2, 3), (3, 2))]))
    s.rkh(push=False).allap(beacon_int=1000)
    for a, b in ((0, 1), (1, 0), (2, 3), (3, 2)):
        for key in ('r0kh', 'r1kh'): s.aps[a][key] = [line for line in s.aps[a][key] if s.bssid(b) in line]
    s.up().ping(2)
    for a in range(1, 4): s.scan(a)

    def inside(*order):
        for ap in order: s.roam(ap).ping(2)

    def across(to, back):
        s.s('roam 0 %s' % s.bssid(to), 'sleep 3', 'ft_to 0 %s' % s.bssid(back)).ping(2)
    inside(1, 0, 1)
    across(2, 1)
    inside(0)
    across(3, 0); across(2, 0)
    # A client keeps its keys of the first pair and is refused at the other for good: it has to begin anew there.
    s.s('sta_again 0 %s' % s.bssid(2))
    for a in (3, 0, 1): s.scan(a)
    inside(3, 2, 3)
    across(0, 3); across(1, 3)
    inside(2)
    across(1, 2)
    s = S('ftpsk-negative-cache', 'AP2 cannot reach the key holder AP0 for a while, then refuses on memory for 60 s although AP0 is back, then works', num=0x251, naps=3,
          outcome='failure', broke='network(key distribution)', why='the wire of AP0 is cut; AP2 blocks the R0KH-ID for 60 s (wildcard r0kh)',
          **truth('key-distribution/target-ap', 'key-distribution/target-ap/undetermined', targets=(2,), keep=dict(LOGS, **{'ap2.log': 'ap2.log'}),
                  roams=[(0, 0, 1, OTA), (0, 1, 0, FULL, True), (0, 0, 1, OTA), (0, 1, 0, OTA), (0, 0, 1, OTA), (0, 1, 2, OTA)]))
    key = '11' * 32
    s.allap(beacon_int=1000, r0kh='ff:ff:ff:ff:ff:ff * ' + key, r1kh='00:00:00:00:00:00 00:00:00:00:00:00 ' + key, pmk_r1_push=0)
    s.up().ping(2).scan(1).scan(2).roam(1).ping(2).s('ip link set dsap0 down', 'roam 0 %s' % s.bssid(2), 'sleep 8', 'ip link set dsap0 up', 'wait_conn 0 8 || true')
    s.s('sleep 3', 'ft_to 0 %s' % s.bssid(1)).ping(2).s('roam 0 %s' % s.bssid(2), 'sleep 4').s('sleep 62', 'ft_to 0 %s' % s.bssid(1)).roam(2).ping(2)
    s = S('ftpsk-cold-first-roam', 'The key holder takes its time: the first roam to AP1 fails, its PMK-R1 comes after the client has left; the next one finds it there',
          num=0x252, outcome='failure', broke='network(key distribution)', why='AP0 answers a pull after 90 ms and a request of AP1 before it', 
          **truth('key-distribution/target-ap/undetermined', roams=[(0, 0, 0, FULL, True), (0, 0, 0, OTA), (0, 0, 1, OTA)], synthetic=True, keep=LOGS))
    fault_at(s.rkh(push=False), 0, 'slow-key-holder').up().ping(2).scan(1).roam(1).ping(2).roam(0).ping(2).roam(1).ping(2)


def interrupted(S):
    """What comes too late, or once more, or after somebody has gone."""
    wire = {'ds.pcap': 'wired.pcap'}
    s = S('ftpsk-ds-rrb-badkey', 'As ftpsk-rrb-badkey, over the DS: the answer comes after 4 s, says success and holds nothing', num=0x260, outcome='failure',
          broke='network(key distribution)', why='r0kh/r1kh key of AP1 differs from that of AP0', **truth('key-distribution', kind=DS, keep=wire))
    s.rkh(push=False, keys={(1, 0): 'ee' * 32}).allap(ft_over_ds=1).fail(ds=True, tail=5)
    s = S('ftpsk-ds-r0kh-restart', 'The key holder AP0 was restarted: over the DS, AP2 says success at once and nothing else', num=0x261, naps=3, outcome='failure',
          broke='network(key distribution)', why='AP0 has lost its PMK-R0 in the restart', **truth('key-distribution/undetermined', targets=(2,), kind=DS, roams=[(0, 0, 1, OTA)], keep=wire))
    s.rkh(push=False).allap(ft_over_ds=1).up().ping(2).scan(1).scan(2).roam(1).ping(2).s('ap_stop 0', 'ap_start 0', 'sleep 1').roam(2, ds=True, wait=0).s('sleep 3').ping(2)
    s = S('ftpsk-target-stopped-midway', "The target is shut down while it fetches the station's key; the key holder had just asked back for its sequence number", num=0x262, outcome='failure',
          broke='target-ap', why='hostapd of AP1 is stopped 40 ms after the FT authentication request', **truth('target-ap/undetermined', roams=BACK, keep=wire))
    s.rkh(push=False).up().ping(2).scan(1).s('cli 0 roam %s' % s.bssid(1), 'usleep 40000', 'ap_stop 1', 'sleep 4', 'wait_conn 0 10 || true').ping(2)
    s = S('ftpsk-repeated-request-refused', "A slow target AP accepts the station and refuses its repeated Reassociation Request (17); data go both ways", num=0x263,
          **truth('none', 'none/undetermined', roams=[(0, 0, 1, OTA)], synthetic=True))
    fault_at(s.rkh(push=False), 1, 'slow-reassociation').up().ping(2).scan(1).s('roam 0 %s' % s.bssid(1), 'sleep 2').ping(2)
    s = S('ftpsk-leaves-midway', 'The station leaves on the order of its user before the slow key holder lets the target answer', num=0x264, outcome='failure',
          broke='none', why='wpa_cli disconnect 40 ms after the roam began', **truth('none/undetermined', roams=BACK, synthetic=True))
    fault_at(s.rkh(push=False), 0, 'slow-key-holder').up().ping(2).scan(1).s('cli 0 roam %s' % s.bssid(1), 'usleep 40000', 'cli 0 disconnect', 'sleep 3', 'cli 0 reconnect', 'wait_conn 0 8').ping(2)
    s = S('ftsae-ds-nokeydist', 'As ftpsk-nokeydist with FT-SAE: the attempt over the DS is nothing but two protected Action frames; then the station tries over the air', num=0x265, akm='FT-SAE', pmf=2, outcome='failure',
          broke='network(key distribution)', why='AP1 has no r0kh entry', **truth('key-distribution', 'key-distribution/undetermined', kind=DS, roams=[(0, 0, 0, OTA)]))
    s.rkh(push=False).ap(1, r0kh=None, r1kh=None).allap(ft_over_ds=1, sae_pwe=1).glob(sae_pwe=1).fail(ds=True, tail=2).roam(1, wait=0).s('sleep 4', 'wait_conn 0 4 || true').ping(2)


def turned_away(S):
    """Stations that a target does not let in, before it reads anything of FT."""
    own = {'ap1.log': 'ap1.log'}
    s = S('ftpsk-target-denies', "The target's list of denied stations (deny_mac_file) names the station: status 1", num=0x270, outcome='failure', broke='network(configuration)',
          why='the station is in deny_mac_file of AP1', **truth('configuration/undetermined', roams=[(0, 0, 0, OTA)], keep=own))
    s.files['deny.eap'] = s.sta() + '\n'
    s.local().ap(1, macaddr_acl=0, deny_mac_file='/tmp/deny.eap').fail(tail=2)
    s = S('ftpsk-ds-ap-full', 'As ftpsk-ap-full, over the DS: the full target AP says nothing', num=0x271, nsta=2, outcome='failure', broke='target-ap',
          why='max_num_sta=1 and one station is there', **truth('target-ap/configuration/undetermined', kind=DS, keep=own))
    s.local().allap(ft_over_ds=1).ap(1, max_num_sta=1).net(1, bssid=s.bssid(1)).fail(ds=True, tail=2)
