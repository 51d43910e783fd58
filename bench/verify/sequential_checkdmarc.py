"""One side of run.mjs: checkdmarc's own checks of the same records, one domain after the other, as a program that uses the library does it.

Left out, since they have no counterpart on our side or would leave loopback: DNSSEC, SMTP connections, MTA-STS' policy, BIMI.
checkdmarc has no DKIM check: the two selectors are only looked up.
"""
import json
import resource
import sys
import time

import dns.resolver
from checkdmarc.dmarc import check_dmarc
from checkdmarc.smtp_tls_reporting import check_smtp_tls_reporting
from checkdmarc.spf import check_spf
from checkdmarc.utils import get_a_records, get_mx_records, get_txt_records

port, domains = int(sys.argv[1]), int(sys.argv[2])
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port = ["127.0.0.1"], port
asked, slowest, wrong = 0, 0.0, 0
resolve = resolver.resolve


def counted(*words, **named):
    global asked, slowest
    asked += 1
    since = time.perf_counter()
    try:
        return resolve(*words, **named)
    finally:
        slowest = max(slowest, time.perf_counter() - since)


resolver.resolve = counted
started, cpu_at = time.perf_counter(), time.process_time()
for index in range(domains):
    domain = f"bench{index}.com"
    verdicts = [check(domain, resolver=resolver) for check in (check_spf, check_dmarc, check_smtp_tls_reporting)]
    hosts = [mx["hostname"] for mx in get_mx_records(domain, resolver=resolver)]
    addresses = [get_a_records(host, resolver=resolver) for host in hosts]
    keys = [get_txt_records(f"{selector}._domainkey.{domain}", resolver=resolver) for selector in ("s1", "s2")]
    if not (all(verdict["valid"] for verdict in verdicts) and all(addresses) and all(keys) and hosts):
        wrong += 1
        print(domain, verdicts, hosts, addresses, file=sys.stderr)
seconds, cpu = time.perf_counter() - started, time.process_time() - cpu_at
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "cpu": cpu, "asked": asked, "slowest": slowest * 1000, "wrong": wrong, "peakMb": peak}))
