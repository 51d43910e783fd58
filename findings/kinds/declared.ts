/** Valid declarations with consequences that may surprise. */
import { kinds } from "../kind";

export const declaredKinds = kinds(["validate"], {
  "recipients/not-refused": {
    severity: "warning",
    title: "A sending provider cannot enforce the allowed recipients",
    explanation: "The environment limits its recipients. This provider cannot enforce the limit, so only the application does.",
    remedy: "rely on the control that recipients.unenforced describes, or use only sending providers that refuse other recipients",
  },
  "declared/example-value": {
    severity: "warning",
    title: "Values of the examples are still there",
    explanation:
      "The files that come with Twinpost have made-up accounts, people and domains, and names such as example.com belong to nobody (RFC 2606, RFC 6761). They can be rehearsed. A verb that would act for real refuses them.",
    remedy: "put in your own values, or let `npx twinpost init` write the files from your answers",
  },
  "declared/limits-do-not-fit": {
    severity: "warning",
    title: "A limit is less than the declared volume",
    explanation:
      "The alarm about the daily limit starts at 80 % of it, so a burst that is allowed would ring it, or the two numbers of `capacity` contradict each other.",
    remedy: "raise limits.sendsPerDay to what AWS grants, and at least to a quarter more than the burst; or lower `capacity`",
  },
  "declared/administrator-elsewhere": {
    severity: "warning",
    title: "An administrator is a user of another AWS account",
    explanation:
      "A break-glass role would trust an IAM user whose password and MFA device another account looks after. That is right for users of an identity account of yours, and wrong where the number was mistyped: a stranger's account may have that user.",
    remedy:
      "name users of the account itself; if it is your identity account, keep it: the safety gate holds such a trust back, and passes it with the `--waive` that the plan prints",
  },
  "declared/region-not-known": {
    severity: "warning",
    title: "An AWS region is not known, or AWS sends no mail there",
    explanation:
      "Twinpost has a list of the regions of AWS and of those in which AWS sends mail. A region that is not in it is a slip of the pen, or newer than the list. Where AWS sends no mail, the environment cannot send through AWS.",
    remedy: "correct the region; if AWS says that it sends mail there, keep it",
  },
  "organisation/domain-not-declared": {
    severity: "warning",
    title: "The domain above an environment's is not declared",
    explanation:
      "Receivers judge your company by its own domain too. What is not declared in organisation.ts has the SPF and DMARC that somebody once wrote, and nobody checks them.",
    remedy: "add it to environments/organisation.ts; `npx twinpost adopt --env organisation` proposes what it has in DNS already",
  },
  "organisation/nothing-below": {
    severity: "warning",
    title: "No environment sends from below an organisational domain",
    explanation: "It is declared and protected all the same. As a rule it is a domain that was renamed, or an example that stayed.",
    remedy: "remove it from environments/organisation.ts, or leave it where another tool sends from it",
  },
});
