/** Checks the DKIM key of one selector. Follows CNAMEs to the sending provider, which may rotate its key among several selectors. */
import { isWithoutKey, parseDkim } from "../../mail/dkim/record";
import { type DnsAnswer, isFailure, valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import type { SendingProvider } from "../../mail/providers/sending-provider";
import { keyHolderOf } from "../../mail/providers/sending-providers";
import { parseErrorText } from "../../mail/records/parse-error";
import type { FindingId } from "../catalogue";
import { evidenceOf, unanswered } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

/** RFC 8301 3.2. */
const leastBits = 1024;
const wantedBits = 2048;

interface Selector {
  domain: string;
  selector: string;
  /** All known selectors of the domain. A provider that rotates keys leaves one without a key while another has it. */
  selectors: readonly string[];
}

export async function checkDkim({ domain, selector, selectors }: Selector, resolve: Resolve): Promise<Finding[]> {
  const name = nameOf(selector, domain);
  const response = await resolve(name, "TXT");
  if (isFailure(response)) return [unanswered(name, "TXT", response)];
  const target = response.aliases.at(-1)?.target;
  const behind = target === undefined ? "" : `, at the end of the CNAME to ${target}`;
  const finding = (id: FindingId, what: string, place?: number): Finding =>
    findingOf(id, { what: `${what}${behind}`, where: `${name} TXT`, place, evidence: [evidenceOf(name, "TXT", response)] });

  const holder = restingAt(response);
  if (holder) return (await checkResting({ domain, selector, selectors }, holder, resolve)).map(([id, what]) => finding(id, what));
  // RFC 6376 3.6.2.2: with a second TXT record, whatever its text, a verifier may use either one as the key.
  const [text, ...others] = valuesOf(response);
  if (text === undefined) return [finding("dkim/missing", `the selector ${selector} of ${domain} has no key`)];
  if (others.length > 0)
    return [finding("dkim/several-records", `the selector ${selector} of ${domain} has ${others.length + 1} TXT records`)];
  const { bits, isRevoked, isTesting, errors } = parseDkim(text);
  if (isRevoked) return [finding("dkim/revoked", `the key of selector ${selector} is revoked`)];
  return [
    ...errors.map((error) => finding("dkim/not-a-key", parseErrorText(error), error.place)),
    ...(bits === undefined || bits >= wantedBits
      ? []
      : [finding(bits < leastBits ? "dkim/ignored-key" : "dkim/weak-key", `the key has ${bits} bits, expected ${wantedBits}`)]),
    ...(isTesting ? [finding("dkim/testing", `the key of selector ${selector} is marked with t=y`)] : []),
  ];
}

const nameOf = (selector: string, domain: string): string => `${selector}._domainkey.${domain}`;

/** @returns the provider that rotates keys among its selectors, if this one has no key now. Its target must exist. */
function restingAt(response: DnsAnswer): SendingProvider | undefined {
  const holder = response.aliases.map(({ target }) => keyHolderOf(target)).find((each) => each?.path?.keysAt === "some selectors");
  const values = valuesOf(response);
  const isResting = response.outcome === "no-data" || (values.length === 1 && values.every(isWithoutKey));
  return holder && isResting ? holder : undefined;
}

/** A selector may be without a key while another one of the same provider has it. Faults of that key are reported at its own selector. */
async function checkResting(
  { domain, selector, selectors }: Selector,
  holder: SendingProvider,
  resolve: Resolve,
): Promise<[FindingId, string][]> {
  const answers = await Promise.all(selectors.map((each) => resolve(nameOf(each, domain), "TXT")));
  const own = answers.filter(({ aliases }) => aliases.some(({ target }) => keyHolderOf(target) === holder));
  // A selector that did not answer may have the key; its own check reports the failure.
  if (own.some((each) => isFailure(each) || (each.outcome === "answer" && !restingAt(each)))) return [];
  if (answers.some(isFailure)) return [];
  const count = holder.path?.selectorCount ?? 0;
  if (own.length >= count) return [["dkim/missing", `none of the ${count} selectors of ${holder.title} has a key, ${selector} neither`]];
  const known = `${own.length} of its ${count} selectors ${own.length === 1 ? "is" : "are"} known here`;
  return [
    ["dkim/resting", `the selector ${selector} has no key now, and whether another one of ${holder.title} has it cannot be told: ${known}`],
  ];
}
