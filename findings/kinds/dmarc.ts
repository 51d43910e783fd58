/** Problems with DMARC, reports, TLS-RPT and MTA-STS. */
import { kinds } from "../kind";

export const dmarcKinds = kinds(["verify"], {
  "dmarc/missing": {
    severity: "error",
    title: "No DMARC policy",
    explanation:
      "Neither the domain nor its organisational domain has a policy. Gmail, Yahoo and Outlook require at least p=none from bulk senders.",
    remedy: "publish v=DMARC1; p=none with a mailbox for reports, and raise it once the reports are clean",
  },
  "dmarc/several-records": {
    severity: "error",
    title: "More than one DMARC record",
    explanation: "Receivers ignore all of them (RFC 9989 4.10, RFC 7489 6.6.3). Some wizards add a second one.",
    remedy: "merge them into one record that has each tag once, with the addresses of all in rua",
  },
  "dmarc/syntax": {
    sources: ["verify", "forecast", "gate"],
    severity: "error",
    title: "The record has a mistake",
    explanation: "Receivers differ: some ignore the tag, some the whole record.",
    remedy: "correct the tag at the position shown",
  },
  "dmarc/unread-tag": {
    severity: "warning",
    title: "Some receivers ignore a tag",
    explanation:
      "Receivers ignore unknown tags, and older receivers read p only as the second tag (RFC 7489 6.4). The tag has no effect there.",
    remedy: "correct its name or its position",
  },
  "dmarc/removed-tag": {
    severity: "warning",
    title: "A tag that RFC 9989 removed",
    explanation:
      "Receivers of RFC 9989 ignore pct, rf and ri; older receivers follow them. With a pct below 100, some receivers enforce the policy fully and others partly.",
    remedy: "remove the tag; ramp by subdomain, not by percentage",
  },
  "dmarc/policy-none": {
    severity: "warning",
    title: "The policy enforces nothing",
    explanation: "With p=none, receivers accept spoofed mail. Use it only until the reports are clean.",
    remedy: "read the reports, then raise it to quarantine and reject",
  },
  "dmarc/testing": {
    severity: "warning",
    title: "The policy is marked as a test",
    explanation:
      "With t=y, receivers of RFC 9989 apply the next weaker policy. Older receivers do not know the tag and apply the full policy.",
    remedy: "write the intended policy, without t",
  },
  "dmarc/weaker-subdomains": {
    severity: "warning",
    title: "Subdomains are less protected than the domain",
    explanation: "Attackers who cannot spoof the domain spoof a subdomain.",
    remedy: "raise sp; raise np, because nobody sends from names that do not exist",
  },
  "dmarc/no-reports": {
    severity: "warning",
    title: "The record requests no reports",
    explanation: "Without rua you cannot see which mail fails, so you cannot raise the policy safely.",
    remedy: "add rua=mailto: with a mailbox that a person reads",
  },
  "dmarc/report-authorisation": {
    sources: ["verify", "validate", "records"],
    severity: "warning",
    title: "Reports go to a domain that has not consented",
    explanation: "Reports to another organisation need its consent in DNS (RFC 9990 4, RFC 7489 7.1). Receivers send none without it.",
    remedy: "ask the administrator of that domain to publish the record shown",
  },
  "dmarc/readings-differ": {
    severity: "warning",
    title: "Receivers of the two standards apply different policies",
    explanation:
      "Receivers of RFC 9989 walk up the DNS tree and know np and psd. Receivers of RFC 7489 use the Public Suffix List. Both kinds are in use.",
    remedy: "publish a record at the domain itself, which both find first",
  },
  "tls-rpt/missing": {
    severity: "info",
    title: "No TLS reports",
    explanation: "You do not learn when a sender could not use TLS for mail to the domain, such as replies and bounces (RFC 8460).",
    remedy: "publish v=TLSRPTv1 with a mailbox at _smtp._tls",
  },
  "tls-rpt/several-records": {
    severity: "error",
    title: "More than one TLS-RPT record",
    explanation: "Senders act as if there were none (RFC 8460 3).",
    remedy: "merge them into one record, with the addresses of all in rua",
  },
  "tls-rpt/syntax": {
    severity: "error",
    title: "The TLS-RPT record names no report address",
    explanation: "It needs rua with mailto: or https: addresses (RFC 8460 3).",
    remedy: "write v=TLSRPTv1; rua=mailto:name@domain",
  },
  "mta-sts/missing": {
    severity: "error",
    title: "MTA-STS is declared, but its record is missing",
    explanation: "Without the record at _mta-sts, senders do not look for a policy (RFC 8461 3.1).",
    remedy: "publish v=STSv1 with an id at _mta-sts",
  },
  "mta-sts/several-records": {
    severity: "error",
    title: "More than one MTA-STS record",
    explanation: "Senders act as if there were none (RFC 8461 3.1).",
    remedy: "keep only the record whose id belongs to the current policy",
  },
  "mta-sts/policy-unreachable": {
    severity: "error",
    title: "The MTA-STS policy cannot be read",
    explanation:
      "The record says that there is a policy, and senders find none (RFC 8461 3.3): they deliver as if there were no MTA-STS, or by an older copy.",
    remedy: "serve the file over HTTPS with a valid certificate, as text/plain, without a redirect; or remove the record",
  },
  "mta-sts/policy-invalid": {
    severity: "error",
    title: "The MTA-STS policy has a mistake",
    explanation: "Senders ignore a policy that they cannot read (RFC 8461 3.2).",
    remedy: "write version: STSv1, mode, mx and max_age, each on a line",
  },
  "mta-sts/mx-not-named": {
    severity: "error",
    title: "The MTA-STS policy leaves out a mail exchanger",
    explanation: "Senders that honour an enforced policy do not deliver to an exchanger that it does not name (RFC 8461 4.1).",
    remedy: "add a line mx: for each exchanger, and change the record's id",
  },
  "mta-sts/syntax": {
    severity: "error",
    title: "The MTA-STS record has no valid id",
    explanation: "The id must be 1 to 32 letters and digits, and must change with the policy (RFC 8461 3.1).",
    remedy: "write v=STSv1; id=20260101T000000 with the time of the last change",
  },
});
