/** Changes of access and of the audit trail that need a reason (`--force`). */
import { kinds } from "../kind";

const keep = "keep it as it is: the record must show who read a secret or changed a resource";

export const accessKinds = kinds(["gate"], {
  "audit-trail/weakened": {
    severity: "error",
    title: "The audit trail would record less",
    explanation: "The trail stops, excludes a region or IAM, filters events, no longer validates its files, or writes to another bucket.",
    remedy: keep,
  },
  "audit-bucket/closed": {
    severity: "error",
    title: "The trail could no longer write to its bucket",
    explanation: "The bucket policy would no longer let CloudTrail write.",
    remedy: keep,
  },
  "audit-bucket/opened": {
    severity: "error",
    title: "The audit trail's bucket would be open to others",
    explanation: "A setting that blocks public access would be removed, or its policy would let others in.",
    remedy: keep,
  },
  "audit-bucket/not-versioned": {
    severity: "error",
    title: "The audit trail's bucket would keep no earlier versions",
    explanation: "Overwritten or deleted files could not be restored.",
    remedy: keep,
  },
  "github-identity/audience-added": {
    severity: "error",
    title: "AWS would accept GitHub tokens made for another audience",
    explanation: "GitHub's identity provider in AWS would accept another audience.",
    remedy: 'allow only "sts.amazonaws.com", which is AWS: the recipient of a token for another audience could use it here',
  },
  "role/trust-widened": {
    severity: "error",
    title: "More principals could assume a role",
    explanation: "The role's trust policy names more principals, or has fewer conditions.",
    remedy: "make sure that you know each of them: whoever assumes the role has all its permissions (docs/roles.md)",
  },
  "role/permissions-widened": {
    severity: "error",
    title: "A role could do more",
    explanation: "Its permissions, or a permissions boundary, name more actions or resources, have fewer conditions, or deny less.",
    remedy: "compare with docs/roles.md; an upgrade that needs it says so in docs/upgrade.md",
  },
  "policy/not-readable": {
    severity: "error",
    title: "An IAM policy cannot be judged",
    explanation: "It is known only after the apply, is no JSON, or has an element that is not understood here.",
    remedy: "check the change of the resource that it names first",
  },
  "smtp-user-policy/widened": {
    severity: "error",
    title: "The SMTP user could do more",
    explanation:
      "Its access keys are long-lived passwords. It would have more actions, other resources, or fewer conditions on sender and recipients.",
    remedy: "allow only ses:SendRawEmail, for the environment's own identity and sender",
  },
  "smtp-user-policy/stops-mail": {
    severity: "error",
    title: "SES would refuse mail of the SMTP user",
    explanation: "A permission to send would be removed, limited, or denied.",
    remedy: "fail over to the other sending provider first, or keep the permission",
  },
  "encryption-key/opened": {
    severity: "error",
    title: "More principals could use the encryption key",
    explanation:
      "The key's policy names another principal or action, or has fewer conditions. Whoever may decrypt needs only a secret's policy more to read it.",
    remedy: "allow only the account itself, and services for topics of ours",
  },
  "encryption-key/closed": {
    severity: "error",
    title: "The encryption key's policy would allow less",
    explanation: "The account or a service would lose the key: alarms are not delivered any more, or nobody can manage the key.",
    remedy: "keep the statement",
  },
  "secret-policy/reader-added": {
    severity: "error",
    title: "Somebody else could read secrets",
    explanation: "The policy of secrets names a new reader: `secretReaders` has a new entry.",
    remedy: "make sure that you know whose it is: whoever reads the secret can send as us",
  },
  "secret-policy/closed": {
    severity: "error",
    title: "A secret's policy would shut its readers out",
    explanation: "A denial would be added that is none of those that Twinpost declares.",
    remedy: "name readers in secretReaders instead",
  },
  "secret-reads/weakened": {
    severity: "error",
    title: "Reads of secrets would not be told",
    explanation:
      "The rule that alerts when somebody else reads a secret would leave out a secret or a caller, or listen to something else.",
    remedy: "name readers in secretReaders; the rule follows",
  },
  "topic/opened": {
    severity: "error",
    title: "More principals could use a topic",
    explanation: "The topic's policy would let others publish, or subscribe to events that name recipients.",
    remedy: "allow only services of AWS that publish for resources of ours",
  },
  "topic/closed": {
    severity: "error",
    title: "Alarms or events would not reach their topic",
    explanation: "The topic's policy would no longer let a service publish.",
    remedy: "keep the statement",
  },
  "event-queue/opened": {
    severity: "error",
    title: "More principals could use the queue of events",
    explanation: "The queue's policy would let others read events, which name recipients, or write some.",
    remedy: "allow SNS only, for the topic of the environment",
  },
  "event-queue/closed": {
    severity: "error",
    title: "Events would not reach their queue",
    explanation: "The queue's policy would no longer let SNS write, and what becomes of mail through SES would not be seen.",
    remedy: "keep the statement",
  },
  "event-archive/opened": {
    severity: "error",
    title: "More principals could use the archive of raw events",
    explanation:
      "A setting that blocks access would be removed, or the bucket's policy would let others read raw events, which name recipients.",
    remedy: "keep it as it is: who reads the archive is break-glass alone (docs/roles.md)",
  },
  "event-archive/closed": {
    severity: "error",
    title: "Raw events would not reach their archive",
    explanation: "The bucket's policy would shut out who writes or reads them. What cannot be archived ends among the dead letters.",
    remedy: "deny nothing but requests without TLS",
  },
  "event-archive/expiry": {
    severity: "error",
    title: "Raw events would live shorter, or longer than we say",
    explanation: "They name recipients, and docs/data-map.md says that they live 30 days.",
    remedy: "keep the rule as it is",
  },
  "events/not-taken": {
    severity: "error",
    title: "Events would not be taken any more",
    explanation: "What becomes of messages would not be seen: no trace, no counts, no alarm about them.",
    remedy: "leave it switched on",
  },
  "alerts/recipient-elsewhere": {
    severity: "error",
    title: "Somebody outside our domains would be told",
    explanation: "An alert's address or webhook is in none of the declared zones.",
    remedy: "if it is a service of yours, say so as the reason",
  },
});
