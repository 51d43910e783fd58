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
    explanation: "The bucket policy that allows CloudTrail to write would be removed.",
    remedy: keep,
  },
  "audit-bucket/opened": {
    severity: "error",
    title: "The audit trail's bucket could be made public",
    explanation: "A setting that blocks public access would be removed.",
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
  "role/not-readable": {
    severity: "error",
    title: "A role's trust policy is known only after the apply",
    explanation: "The trust policy comes from a resource that the plan also changes.",
    remedy: "check the change of that resource first",
  },
});
