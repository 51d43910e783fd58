/** Valid declarations with consequences that may surprise. */
import { kinds } from "../kind";

export const declaredKinds = kinds(["validate"], {
  "recipients/not-refused": {
    severity: "warning",
    title: "A sending provider cannot enforce the allowed recipients",
    explanation: "The environment limits its recipients. This provider cannot enforce the limit, so only the application does.",
    remedy: "rely on the control that recipients.unenforced describes, or use only sending providers that refuse other recipients",
  },
});
