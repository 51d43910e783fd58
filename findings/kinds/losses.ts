/** What the safety gate keeps from being deleted, or deleted and made anew: by family, what is lost with it. */
import { type FindingKind, kinds } from "../kind";

const noEvidence = "nobody can say afterwards who read a secret or changed what: keep it, or say where it is recorded instead";

const families = {
  spf: { called: "SPF record", loss: "without it receivers cannot tell who may send" },
  dmarc: { called: "DMARC record", loss: "without it anybody may send in this name, and Gmail, Yahoo and Outlook refuse bulk mail" },
  "dmarc-report-permission": { called: "consent to DMARC reports", loss: "without it receivers send no reports about the other domain" },
  dkim: {
    called: "DKIM key",
    loss: "mail under way and mail to come fails DKIM; publish a new key at another selector first, and keep the old one for a week",
  },
  mx: { called: "MX record", loss: "mail to this name, bounces included, is lost, and SES stops using its return path" },
  "return-path": {
    called: "return path",
    loss: "mail loses its SPF alignment with the From domain; SendGrid stops accepting the domain",
  },
  "tracked-links": {
    called: "name in tracked links",
    loss: "links in mail that was sent already, while clicks were tracked, lead to this name, and then nowhere",
  },
  identity: {
    called: "identity at a sending provider",
    loss: "the sending provider does not send in the domain's name until it is verified anew, with new keys",
  },
  "unsubscribe-group": {
    called: "SendGrid unsubscribe group",
    loss: "SendGrid forgets who unsubscribed from it, and a group that is made anew has another id: those people would be written to again",
  },
  "encryption-key": {
    called: "encryption key",
    loss: "everything encrypted with it is lost for ever; `aws kms cancel-key-deletion` helps during the waiting period only",
  },
  secret: {
    called: "secret",
    loss: "the application loses its credentials; AWS can restore the secret during its recovery window only",
  },
  "secret-policy": { called: "policy of a secret", loss: "everybody whom IAM allows may read the secret then, and without TLS" },
  "smtp-user": {
    called: "SES user",
    loss: "its access keys are the SMTP credentials: SES refuses the login until `npx twinpost credentials` has made others",
  },
  "smtp-user-policy": {
    called: "permission to send of the SES user",
    loss: "SES refuses every message until it is there again",
  },
  "state-bucket": {
    called: "bucket with Terraform's state",
    loss: "Terraform forgets everything that it manages, in every environment of the account",
  },
  "audit-trail": { called: "audit trail", loss: noEvidence },
  "audit-bucket": { called: "bucket of the audit trail", loss: noEvidence },
  "github-identity": {
    called: "identity provider of GitHub",
    loss: "no job can take any role of the account until it is there again and the roles trust it: no plan, no apply, no fail-over",
  },
  role: {
    called: "role",
    loss: "whoever takes it can do so no more; first take the environment out of environments/, after `npx twinpost destroy`",
  },
} satisfies Record<string, { called: string; loss: string }>;

type LostFamily = keyof typeof families;

/** What is lost with it: what a finding says, where nothing more precise is known. */
export const lossOf = (family: LostFamily): string => families[family].loss;

const kindOf = ([family, { called, loss }]: [string, { called: string; loss: string }]): [string, Omit<FindingKind, "sources">][] => {
  const kind: Omit<FindingKind, "sources"> = {
    severity: "error",
    title: `The ${called} would be deleted, or deleted and made anew`,
    explanation: `${loss.charAt(0).toUpperCase()}${loss.slice(1)}.`,
    remedy: 'keep it; if it is meant to go, `npx twinpost plan --force "<reason>"` lets it pass',
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
