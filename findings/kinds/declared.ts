/** What the environments' files allow that may surprise. */
import { kinds } from "../kind";

export const declaredKinds = kinds(["validate"], {
  "recipients/not-refused": {
    severity: "warning",
    title: "A sending provider refuses no stranger",
    explanation: "The environment limits its recipients, and this provider cannot: only the application does.",
    remedy: "what recipients.notRefusedBy says is all that keeps them away; SES alone would refuse them",
  },
});
