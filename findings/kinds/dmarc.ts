/** What can be the matter with DMARC, and with where reports go. */
import { kinds } from "../kind";

export const dmarcKinds = kinds(["verify"], {
  "dmarc/missing": {
    severity: "error",
    title: "No DMARC policy",
    explanation: "Neither the domain nor its organisational domain has one. Gmail, Yahoo and Outlook ask bulk senders for at least p=none.",
    remedy: "publish v=DMARC1; p=none with a mailbox for reports, and raise it once the reports are clean",
  },
  "dmarc/several-records": {
    severity: "error",
    title: "More than one DMARC record",
    explanation: "Receivers ignore all of them (RFC 9989 4.10, RFC 7489 6.6.3). Some wizards add a second one.",
    remedy: "merge them into one record: `npx twinpost adopt` says how",
  },
  "dmarc/syntax": {
    severity: "error",
    title: "The record has a mistake",
    explanation: "What receivers make of it differs: some skip the tag, some the record.",
    remedy: "correct the tag at the place that is named",
  },
  "dmarc/unread-tag": {
    severity: "warning",
    title: "A tag that not every receiver reads",
    explanation:
      "Unknown tags are ignored, and older receivers take p only as the second tag (RFC 7489 6.4). What was meant does not happen.",
    remedy: "correct its name or its place",
  },
  "dmarc/removed-tag": {
    severity: "warning",
    title: "A tag that RFC 9989 removed",
    explanation:
      "Receivers of RFC 9989 ignore pct, rf and ri, older ones honour them: a pct below 100 means full enforcement for some and a part for others.",
    remedy: "remove the tag; ramp by subdomain, not by percentage",
  },
  "dmarc/policy-none": {
    severity: "warning",
    title: "The policy only watches",
    explanation: "p=none lets mail that pretends to be from the domain through. It is meant for the time until reports are clean.",
    remedy: "read the reports, then raise it to quarantine and reject",
  },
  "dmarc/testing": {
    severity: "warning",
    title: "The policy is marked as a test",
    explanation:
      "With t=y receivers of RFC 9989 apply the next weaker policy; older receivers do not know the tag and apply the whole one.",
    remedy: "write the policy that is meant, without t",
  },
  "dmarc/weaker-subdomains": {
    severity: "warning",
    title: "Subdomains are less protected than the domain",
    explanation: "Who cannot pretend to be the domain pretends to be one of its subdomains.",
    remedy: "raise sp, and np for names that do not exist, which nobody sends from",
  },
  "dmarc/no-reports": {
    severity: "warning",
    title: "Nobody gets reports",
    explanation: "Without rua nobody learns which mail fails, so the policy cannot be raised safely.",
    remedy: "add rua=mailto: and a mailbox that somebody reads",
  },
  "dmarc/report-authorisation": {
    sources: ["verify", "validate", "records"],
    severity: "warning",
    title: "Reports go to a domain that has not agreed",
    explanation: "Reports to another organisation need its consent in DNS (RFC 9990 4, RFC 7489 7.1); without it none are sent there.",
    remedy: "let the administrator of that domain publish the record that is named",
  },
  "dmarc/readings-differ": {
    severity: "warning",
    title: "Receivers of the two standards apply different policies",
    explanation:
      "Those of RFC 9989 walk up the DNS tree and know np and psd; those of RFC 7489 use the Public Suffix List. Both are in use.",
    remedy: "publish a record at the domain itself, which both find first",
  },
  "tls-rpt/missing": {
    severity: "info",
    title: "No TLS reports",
    explanation: "Nobody learns that mail to the domain could not be sent over TLS (RFC 8460). It is about replies and bounces.",
    remedy: "publish v=TLSRPTv1 with a mailbox at _smtp._tls",
  },
  "tls-rpt/several-records": {
    severity: "error",
    title: "More than one TLS-RPT record",
    explanation: "Senders act as if there were none (RFC 8460 3).",
    remedy: "merge them into one record: `npx twinpost adopt` says how",
  },
  "tls-rpt/syntax": {
    severity: "error",
    title: "The TLS-RPT record names no place for reports",
    explanation: "It needs rua with mailto: or https: addresses (RFC 8460 3).",
    remedy: "write v=TLSRPTv1; rua=mailto:name@domain",
  },
  "mta-sts/missing": {
    severity: "error",
    title: "MTA-STS is declared and its record is not there",
    explanation: "Senders look for a policy only where _mta-sts says that there is one (RFC 8461 3.1).",
    remedy: "publish v=STSv1 with an id at _mta-sts",
  },
  "mta-sts/several-records": {
    severity: "error",
    title: "More than one MTA-STS record",
    explanation: "Senders act as if there were none (RFC 8461 3.1).",
    remedy: "leave the one whose id belongs to the current policy",
  },
  "mta-sts/syntax": {
    severity: "error",
    title: "The MTA-STS record has no valid id",
    explanation: "The id is 1 to 32 letters and digits and changes with the policy (RFC 8461 3.1).",
    remedy: "write v=STSv1; id=20260101T000000 with the time of the last change",
  },
});
