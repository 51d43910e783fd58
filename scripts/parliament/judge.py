"""Asks parliament about each policy of a file, one JSON document a line, and prints what it finds in each."""

import json
import sys

import parliament

for line in sys.stdin:
    case = json.loads(line)
    policy = parliament.analyze_policy_string(case["policy"])
    found = [parliament.enhance_finding(finding) for finding in policy.findings]
    print(json.dumps([{"issue": each.issue, "severity": each.severity, "detail": str(each.detail), "location": str(each.location)} for each in found]))
