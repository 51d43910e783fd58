/** Checks the DKIM key of one selector. Follows CNAMEs to the sending provider. */
import { parseDkim } from "../../mail/dkim/record";
import { isFailure, valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { describeRecordError } from "../../mail/records/record-error";
import type { FindingId } from "../catalogue";
import { evidenceOf, unanswered } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

/** RFC 8301 3.2. */
const leastBits = 1024;
const wantedBits = 2048;

export async function checkDkim(domain: string, selector: string, resolve: Resolve): Promise<Finding[]> {
  const name = `${selector}._domainkey.${domain}`;
  const response = await resolve(name, "TXT");
  if (isFailure(response)) return [unanswered(name, "TXT", response)];
  const target = response.aliases.at(-1)?.target;
  const behind = target === undefined ? "" : `, at the end of the CNAME to ${target}`;
  const finding = (id: FindingId, what: string, place?: number): Finding =>
    findingOf(id, { what: `${what}${behind}`, where: `${name} TXT`, place, evidence: [evidenceOf(name, "TXT", response)] });

  // RFC 6376 3.6.2.2: with a second TXT record, whatever it says, a verifier may take either for the key.
  const [text, ...others] = valuesOf(response);
  if (text === undefined) return [finding("dkim/missing", `the selector ${selector} of ${domain} has no key`)];
  if (others.length > 0)
    return [finding("dkim/several-records", `the selector ${selector} of ${domain} has ${others.length + 1} TXT records`)];
  const { bits, isRevoked, isTesting, errors } = parseDkim(text);
  if (isRevoked) return [finding("dkim/revoked", `the key of selector ${selector} is revoked`)];
  return [
    ...errors.map((error) => finding("dkim/not-a-key", describeRecordError(error), error.place)),
    ...(bits === undefined || bits >= wantedBits
      ? []
      : [finding(bits < leastBits ? "dkim/ignored-key" : "dkim/weak-key", `the key has ${bits} bits, expected ${wantedBits}`)]),
    ...(isTesting ? [finding("dkim/testing", `the key of selector ${selector} is marked with t=y`)] : []),
  ];
}
