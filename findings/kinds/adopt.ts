/** Live records at declared names that `adopt` cannot import. */
import { kinds } from "../kind";

export const adoptKinds = kinds(["adopt"], {
  "adopt/second": {
    severity: "error",
    title: "Another record exists beside one that Twinpost manages",
    explanation: "Somebody else published it. Receivers that find two SPF, DMARC or TLS-RPT records ignore both.",
    remedy: "delete this record at the DNS host: Twinpost manages another one at this name",
  },
  "adopt/merge": {
    severity: "error",
    title: "Another tool has published a record that must be merged with ours",
    explanation: "A name may have only one SPF, DMARC and TLS-RPT record. The finding says what to declare, and shows the merged record.",
    remedy: "declare the additional parts of the live record, then plan again",
  },
  "adopt/other-shape": {
    severity: "error",
    title: "Something exists under a name of ours, and cannot become what is declared",
    explanation: "Terraform could only delete it and make another one. It is not imported, and the apply that makes ours would fail.",
    remedy: "find out who uses it, then delete or rename it where it is, or declare it as it is",
  },
  "adopt/orphaned-key": {
    severity: "warning",
    title: "An encryption key of this environment that nothing leads to",
    explanation:
      "An apply that died may have made the key, and the next one another. AWS charges for it, and what was encrypted with it needs it.",
    remedy: "if no secret was ever encrypted with it, schedule its deletion at KMS",
  },
  "adopt/blocked": {
    severity: "error",
    title: "An existing record blocks ours",
    explanation: "A name with a CNAME can have no other record (RFC 1034 3.6.2); a second MX or DKIM key breaks the first.",
    remedy: "find out who uses it, then delete or rename it at the DNS host",
  },
});
