/** What a plan must not change unseen in who may act, and in what is recorded of it. */
import { kinds } from "../kind";
import { lossOf } from "./losses";

const keep = lossOf("audit-trail");

export const accessKinds = kinds(["gate"], {
  "audit-trail/weakened": {
    severity: "error",
    title: "The audit trail would record less",
    explanation:
      "Logging stops, a region or IAM is left out, events are selected, files are no longer protected from change, or they go to another bucket.",
    remedy: keep,
  },
  "audit-bucket/closed": {
    severity: "error",
    title: "The trail could not write to its bucket any more",
    explanation: "The bucket's policy goes, which lets CloudTrail write.",
    remedy: keep,
  },
  "audit-bucket/opened": {
    severity: "error",
    title: "The bucket of the audit trail could be opened to everybody",
    explanation: "A setting that blocks public access goes.",
    remedy: keep,
  },
  "audit-bucket/not-versioned": {
    severity: "error",
    title: "The bucket of the audit trail would keep no earlier versions",
    explanation: "What is overwritten or deleted is lost.",
    remedy: keep,
  },
  "github-identity/audience-added": {
    severity: "error",
    title: "Tokens of GitHub that were made for others would be accepted",
    explanation: "The identity provider of GitHub accepts another audience.",
    remedy: 'only "sts.amazonaws.com" is AWS: a token that was made for somebody else may have been seen by them',
  },
  "role/trust-widened": {
    severity: "error",
    title: "Somebody may take a role who could not before",
    explanation: "The role's trust policy names more, or fewer conditions.",
    remedy: "make sure that you know each of them: whoever takes the role may do all that docs/roles.md says of it",
  },
  "role/not-readable": {
    severity: "error",
    title: "Whom a role would trust is known only after the apply",
    explanation: "The trust policy comes from a resource that changes too.",
    remedy: "it comes from a resource that changes too: look at that change first",
  },
});
