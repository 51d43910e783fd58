/**
 * What the safety gate holds back, and what a part of a plan is for, in words for a reader who knows neither DNS nor AWS. The exact words stand with
 * the finding.
 */
import type { Area } from "../../changes/areas";
import type { FindingId } from "../../findings/catalogue";

export const areaWords: Record<Area, string> = {
  ...{ DNS: "public mail settings", Sending: "sending", Secrets: "secrets", Permissions: "permissions" },
  ...{ Monitoring: "monitoring", Other: "other parts" },
};

const subjects: Record<string, string> = {
  spf: "the public list of who may send for us",
  dkim: "a public key by which receivers recognise our mail",
  dmarc: "the public rule for mail that only claims to be ours",
  "dmarc-report-permission": "the consent to reports about mail that claims to be ours",
  mx: "the public setting that says who takes mail",
  "return-path": "the address to which undeliverable mail comes back",
  "tracked-links": "the name in links of mail that was sent",
  "tls-rpt": "the request for reports about encrypted delivery",
  "mta-sts": "the rule that mail to us is encrypted",
  resource: "something that sending mail needs",
  journal: "the journal of replaced passwords",
  "event-table": "what is known of each message that was sent",
  "event-archive": "the place of what providers told us about messages",
  "event-expiry": "the date on which we delete what providers told us",
  "event-queue": "the queue of news about messages",
  "event-source": "a part of the way on which we learn what became of messages",
  events: "the news about messages",
  "address-key": "the key by which a recipient's messages are found",
  identity: "our registration at a sending provider",
  "unsubscribe-group": "the list of who unsubscribed",
  "encryption-key": "the key that secrets are encrypted with",
  secret: "a stored secret",
  "secret-policy": "the rule of who may read a secret",
  "smtp-user": "the login that mail is sent with",
  "smtp-user-policy": "the rule of what the sending login may do",
  "state-bucket": "the list of everything that is set up",
  "audit-trail": "the log of who did what",
  "audit-bucket": "the place of the log of who did what",
  "github-identity": "the trust in jobs of GitHub's",
  role: "a role that people or jobs take",
  policy: "a rule of who may do what",
  topic: "the channel of alarms and events",
  plan: "a part of the plan",
};

const fates: Record<string, string> = {
  deleted: "would be deleted",
  replaced: "would be deleted and made anew",
  "not-taken": "would no longer reach us",
  "not-readable": "would get a value that nobody can judge before it is there",
  "target-changed": "would lead to somewhere else",
  "second-record": "would be there twice, so that receivers ignore both",
  "policy-weakened": "would allow more than today",
  weakened: "would be weaker than today",
  opened: "would be open to more than today",
  expiry: "would be deleted earlier or later than we say",
  closed: "would shut out somebody who needs it",
};

const whole: Partial<Record<FindingId, string>> = {
  "forecast/mail-would-fail": "mail of ours would no longer arrive",
  "forecast/second-record": "a public mail setting would be there twice, so that receivers ignore both",
  "forecast/name-in-use": "somebody else already uses a public name that this needs",
  "forecast/reports-refused": "receivers would stop reporting about mail that claims to be ours",
  "forecast/dmarc-raised-without-evidence":
    "receivers would be stricter with mail that cannot prove it is ours, and nobody has shown that our own mail can",
  "forecast/dmarc-raised-with-new-key":
    "receivers would be stricter with mail that cannot prove it is ours in the same step in which our own proof is a new one",
  "forecast/dns-not-reached": "what the world sees today could not be read",
  "spf/sender-dropped": "a provider that sends for us would no longer be on the public list of who may",
  "spf/sender-added": "somebody else could send for us",
  "dmarc/reports-lost": "nobody would report to us about mail that claims to be ours",
  "dmarc/reports-elsewhere": "reports about mail that claims to be ours would go to somebody else",
  "tls-rpt/reports-elsewhere": "reports about encrypted delivery would go to somebody else",
  "dkim/key-changed": "a public key by which receivers recognise our mail would be another one",
  "dkim/key-shortened": "a public key by which receivers recognise our mail would be easier to break",
  "dkim/selector-added": "somebody else's key could sign as us",
  "dns/proxied": "a public mail setting would be hidden behind a web proxy, where receivers do not find it",
  "dns/delegated": "somebody else would answer for names of ours",
  "dns/wildcard-added": "names that nobody uses today would be answered for",
  "dns/other-record": "something would be published that is no mail setting of ours",
  "dns/target-elsewhere": "a name of ours would lead to somebody else",
  "mx/elsewhere": "mail to a name of ours would go to somebody else",
  "mx/added": "a second server would take mail for us",
  "mx/null-added": "a name of ours would accept no mail",
  "encryption-key/disabled": "the key that secrets are encrypted with would be switched off",
  "secret/copy-removed": "the copy of a secret in a second region would be deleted",
  "secret-policy/reader-added": "somebody else could read a secret",
  "secret-reads/weakened": "nobody would be told any more who reads secrets",
  "tls/not-required": "mail would also be sent where it is not encrypted on its way",
  "identity/sending-stopped": "a sending provider would stop sending",
  "audit-bucket/not-versioned": "the log of who did what could be overwritten",
  "github-identity/audience-added": "jobs that were made for somebody else would be trusted",
  "role/trust-widened": "more people or jobs could take a role",
  "role/permissions-widened": "a role could do more than today",
  "smtp-user-policy/widened": "the login that mail is sent with could do more than today",
  "smtp-user-policy/stops-mail": "the login that mail is sent with would be refused",
  "alerts/recipient-elsewhere": "somebody outside would be told of alarms",
  "plan/other-type": "something would be made that is no part of sending mail",
  "plan/data-source": "something would be read that is no part of sending mail",
  "plan/provisioner": "a program would run during the apply",
  "plan/module": "code of somebody else would run",
  "plan/import": "something that is not ours would be taken over",
  "plan/provider": "another plugin, or another service, would be used",
  "plan/output": "what the other tools read of this set-up would be something else",
  "plan/unknown-part": "a part of the plan is not understood",
  "resource/attribute": "a setting would get a value that is not known to be harmless",
  "resource/forgotten": "something would stay as it is, and nobody would look after it any more",
  "resource/deferred": "a part of the change would come only with a later plan",
};

/** @returns always something: an id that has no words here is told by its kind. */
export function plainFinding(id: string): string {
  const [kind = "", what = ""] = id.split("/");
  return (
    ownValue(whole, id) ??
    `${ownValue(subjects, kind) ?? "a part of the set-up"} ${ownValue(fates, what) ?? "would not be as it should be"}`
  );
}

/** A record may say anything, "constructor" as well. */
export const ownValue = <Value>(words: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;
