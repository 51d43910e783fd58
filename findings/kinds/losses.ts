/** Deletions and replacements that need a reason (`--force`): by family, what is lost with it. */
import { type FindingKind, kinds } from "../kind";

const noEvidence = "without it nobody can find out who read a secret or changed a resource";

const families = {
  spf: { called: "SPF record", loss: "without it receivers do not know who may send" },
  dmarc: { called: "DMARC record", loss: "without it anybody can spoof this name, and Gmail, Yahoo and Outlook reject bulk mail" },
  "dmarc-report-permission": { called: "consent to DMARC reports", loss: "without it receivers send no reports about the other domain" },
  dkim: {
    called: "DKIM key",
    loss: "mail in transit and future mail fails DKIM; publish a new key at another selector first, and keep the old one for a week",
  },
  mx: { called: "MX record", loss: "mail to this name, bounces included, is lost, and SES stops using its return path" },
  "return-path": {
    called: "return path",
    loss: "mail loses its SPF alignment with the From domain; SendGrid stops accepting the domain",
  },
  "tracked-links": {
    called: "name in tracked links",
    loss: "tracked links in mail that was sent already use this name, and stop working",
  },
  "tls-rpt": { called: "TLS-RPT record", loss: "nobody hears any more that mail to this domain could not be sent over TLS" },
  "mta-sts": { called: "MTA-STS record", loss: "senders to this domain no longer insist on TLS and on its mail servers" },
  resource: { called: "resource", loss: "it is not known to be harmless to lose it: find out what depends on it first" },
  journal: {
    called: "journal of rotations",
    loss: "a rotation that is under way cannot be gone on with, and nobody can find out what was done",
  },
  "event-table": {
    called: "table of what became of messages",
    loss: "nobody can find out any more whether an invitation arrived; DynamoDB restores it to another name only",
  },
  "address-key": {
    called: "key of the addresses' digests",
    loss: "under another key the digests are others: nothing that is kept can be found by a recipient's address any more",
  },
  "event-queue": {
    called: "queue of events",
    loss: "the events in it are lost, and providers do not tell them again",
  },
  "event-archive": {
    called: "archive of raw events",
    loss: "what providers told in the last 30 days is lost as they told it, and they do not tell it again",
  },
  "event-expiry": {
    called: "expiry of raw events",
    loss: "raw events, which name recipients, would be kept for ever",
  },
  "event-source": {
    called: "way of a provider's events",
    loss: "what becomes of messages is not seen until it is there again, and providers do not tell it later",
  },
  identity: {
    called: "identity at a sending provider",
    loss: "the provider does not send from the domain until it is verified again, with new keys",
  },
  "unsubscribe-group": {
    called: "SendGrid unsubscribe group",
    loss: "SendGrid forgets who unsubscribed from it, and a new group has another id, so those people would get mail again",
  },
  "encryption-key": {
    called: "encryption key",
    loss: "everything encrypted with it is lost for ever; `aws kms cancel-key-deletion` works during the waiting period only",
  },
  secret: {
    called: "secret",
    loss: "the application loses its credentials; AWS can restore the secret during its recovery window only",
  },
  "secret-policy": { called: "policy of a secret", loss: "everybody whom IAM allows may then read the secret, and without TLS" },
  "smtp-user": {
    called: "SES user",
    loss: "its access keys are the SMTP credentials; SES refuses the login until `credentials` makes new ones",
  },
  "smtp-user-policy": {
    called: "sending permission of the SES user",
    loss: "SES refuses every message until it is restored",
  },
  "state-bucket": {
    called: "bucket with Terraform's state",
    loss: "Terraform loses track of every resource in every environment of the account",
  },
  "audit-trail": { called: "audit trail", loss: noEvidence },
  "audit-bucket": { called: "bucket of the audit trail", loss: noEvidence },
  "github-identity": {
    called: "identity provider of GitHub",
    loss: "no job can assume a role of the account until it is restored and the roles trust it: no plan, no apply, no fail-over",
  },
  role: {
    called: "role",
    loss: "nobody can assume it any more; if its environment goes, destroy that first, then remove its file from environments/",
  },
} satisfies Record<string, { called: string; loss: string }>;

export type LostFamily = keyof typeof families;

/** What to do, and why. @param loss more precise than the family's. */
export const keepIt = (family: LostFamily, loss: string = families[family].loss): string => `keep it: ${loss}`;

const kindOf = ([family, { called, loss }]: [string, { called: string; loss: string }]): [string, Omit<FindingKind, "sources">][] => {
  const kind: Omit<FindingKind, "sources"> = {
    severity: "error",
    title: `The ${called} would be deleted or replaced`,
    explanation: `${loss.charAt(0).toUpperCase()}${loss.slice(1)}.`,
    remedy: "keep it; if you mean to delete it, run `plan` again with the `--waive` that the plan prints, or with `--force`",
  };
  return [
    [`${family}/deleted`, kind],
    [`${family}/replaced`, kind],
  ];
};

export const lossKinds = kinds(
  ["gate"],
  Object.fromEntries(Object.entries(families).flatMap(kindOf)) as Record<
    `${LostFamily}/${"deleted" | "replaced"}`,
    Omit<FindingKind, "sources">
  >,
);
