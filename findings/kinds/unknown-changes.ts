/** Changes that are not known to be harmless, and need a reason: parts of a plan that no stack declares, and attributes that no table lists. */
import { kinds } from "../kind";

const onlyOurs = "take it out of the stack; if it is new in Twinpost, its type belongs into the tables of changes/types/";

export const unknownChangeKinds = kinds(["gate"], {
  "plan/other-type": {
    severity: "error",
    title: "A resource of a type that no stack declares",
    explanation: "The gate knows the types that Twinpost declares, and of any other not what it does.",
    remedy: onlyOurs,
  },
  "plan/data-source": {
    severity: "error",
    title: "A data source that no stack declares",
    explanation: "What a data source reads, a password say, is stored in the plan and in the state.",
    remedy: onlyOurs,
  },
  "plan/provisioner": {
    severity: "error",
    title: "A resource runs a program",
    explanation: "A provisioner runs any program during the apply, with every token in its environment.",
    remedy: "take it out of the stack",
  },
  "plan/module": {
    severity: "error",
    title: "A module of others",
    explanation: "No stack uses modules; what one declares is not read here.",
    remedy: "take it out of the stack",
  },
  "plan/import": {
    severity: "error",
    title: "Something that is not ours would be taken over",
    explanation:
      "An import is for what exists under a name that the stack declares. What has another name or another environment's tag belongs to somebody, and the apply would change it.",
    remedy: "take its import block away; `npx twinpost adopt --env <env>` writes those of what is ours",
  },
  "plan/provider": {
    severity: "error",
    title: "Another provider plugin, or other settings of one",
    explanation: "A plugin is a program that runs with every token. Its settings decide where it acts, and as whom.",
    remedy: "use the plugins and settings that the stacks declare",
  },
  "plan/output": {
    severity: "error",
    title: "An output carries something else",
    explanation:
      "An output is shown and stored. The stacks have one with their DNS records, by which verify looks for them, and one with a group's id.",
    remedy: "take it out of the stack, or list every record again",
  },
  "plan/unknown-part": {
    severity: "error",
    title: "A part of the plan is not understood",
    explanation: "A newer Terraform plans something that this version of Twinpost does not read.",
    remedy: "use a version of Terraform that docs/first-day.md names",
  },
  "resource/attribute": {
    severity: "error",
    title: "An attribute would get a value that is not known to be harmless",
    explanation:
      "The tables of changes/types/ list the attributes of each type whose change is harmless, or within which bounds. Any other change is held.",
    remedy: "keep the value, or give a reason why the new one is right",
  },
  "resource/forgotten": {
    severity: "error",
    title: "Terraform would forget a resource",
    explanation: "It stays as it is, costs what it costs, and nobody's plan shows what becomes of it.",
    remedy: "keep it in the stack, or delete it",
  },
  "resource/deferred": {
    severity: "error",
    title: "A change would be made in a later plan",
    explanation: "Terraform cannot say yet what it will do, so nobody can read it.",
    remedy: "run plan again once the rest is applied",
  },
  "dns/delegated": {
    severity: "error",
    title: "Others would answer for names of ours",
    explanation: "NS, DNAME and DS records hand a name and all below it to other servers, DKIM and DMARC included.",
    remedy: "publish single records instead",
  },
  "dns/wildcard-added": {
    severity: "error",
    title: "A wildcard would answer for names of ours",
    explanation: "It answers for every name without records of that type (RFC 4592), at selectors and return paths as well.",
    remedy: "publish records at the names that need them",
  },
  "dns/other-record": {
    severity: "error",
    title: "A record that no stack declares, at or below a name of ours",
    explanation: "An address is an implicit mail exchanger (RFC 5321 5.1), other records may hide or replace ours.",
    remedy: "publish it elsewhere, or give a reason",
  },
  "dns/target-elsewhere": {
    severity: "error",
    title: "A name of ours would lead to somebody else",
    explanation: "The CNAME's target is neither in our zones nor what a sending provider told for this domain.",
    remedy: "point it at a name of ours, or at what the sending provider says",
  },
  "dkim/selector-added": {
    severity: "error",
    title: "Another key could sign as us",
    explanation: "A DKIM key at a further selector. Whoever has its private key passes DMARC.",
    remedy: "publish only keys that a sending provider's resource of the same stack answers with",
  },
  "spf/sender-added": {
    severity: "error",
    title: "SPF would let others send",
    explanation:
      "The record names a domain that is neither ours nor a sending provider's, a large network, `exists` or `ptr`, whose answers others decide.",
    remedy: "if the service sends for you, say so as the reason",
  },
  "dmarc/reports-elsewhere": {
    severity: "error",
    title: "DMARC reports would go outside our domains",
    explanation: "Aggregate reports tell who sends as us; failure reports are copies of mail.",
    remedy: "name an address in a zone of yours; if it is a service of yours, say so as the reason",
  },
  "tls-rpt/reports-elsewhere": {
    severity: "error",
    title: "TLS reports would go outside our domains",
    explanation: "They tell who sends mail to the domain.",
    remedy: "name an address in a zone of yours; if it is a service of yours, say so as the reason",
  },
  "mx/elsewhere": {
    severity: "error",
    title: "Mail to a name of ours would go to somebody else",
    explanation: "Replies and bounces are read by whoever runs the server.",
    remedy: "if it is your mailbox provider, say so as the reason",
  },
  "mx/added": {
    severity: "error",
    title: "A second server would take mail",
    explanation: "SES stops using a return path with a second MX, and bounces go to the more preferred server.",
    remedy: "keep one MX at a return path",
  },
  "mx/null-added": {
    severity: "error",
    title: "A name of ours would accept no mail",
    explanation: "A null MX (RFC 7505) refuses all mail to the name; some receivers reject mail from such a domain.",
    remedy: "leave it out, or name a mail server",
  },
});
