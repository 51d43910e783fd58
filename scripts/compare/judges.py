"""Asks pyspf, dkimpy and checkdmarc what they make of each case of a file, one JSON document a line. Looks nothing up: SPF's zones come with the case."""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import checkdmarc.dmarc
import dkim
import spf

zone = {}


def look_up(name, qtype, *_, **__):
    name = str(name).lower().rstrip(".")
    found = zone.get(f"{name} {qtype}", [])
    if found == "servfail":
        raise spf.TempError("DNS servfail")
    if qtype == "TXT":
        return [((name, qtype), [text.encode("utf-8", "surrogateescape")]) for text in found]
    if qtype == "MX":
        return [((name, qtype), (int(value.split(" ")[0]), value.split(" ")[1])) for value in found]
    return [((name, qtype), value) for value in found]


spf.DNSLookup = look_up


def judge_spf(case):
    global zone
    zone = case["zone"]
    query = spf.query(i=case["ip"], s=case["mailFrom"], h=case["helo"], strict=True, timeout=1000)
    result, _, explanation = query.check()
    return result, explanation


def judge_dkim(case):
    try:
        key, size, kind, _ = dkim.evaluate_pk(b"s1._domainkey.example.com", case["text"].encode("utf-8"))
        return kind.decode() if key is not None else "unusable", ""
    except Exception as error:
        return "unusable", str(error)


def judge_dmarc(case):
    try:
        tags = checkdmarc.dmarc.parse_dmarc_record(case["text"], "example.com")["tags"]
        return {name: tags[name]["value"] for name in ("p", "sp", "np", "adkim", "aspf")}, ""
    except Exception as error:
        return "broken", str(error)


checkdmarc.dmarc._parse_report_uris = lambda tag, value, *_, **__: [
    checkdmarc.dmarc.parse_dmarc_report_uri(uri) for uri in value.split(",")
]

judges = {"spf": judge_spf, "dkim": judge_dkim, "dmarc": judge_dmarc}
for line in sys.stdin:
    case = json.loads(line)
    try:
        answer, why = judges[case["protocol"]](case)
    except Exception as error:
        answer, why = f"crashed: {type(error).__name__}", str(error)
    print(json.dumps({"answer": answer, "why": why}))
