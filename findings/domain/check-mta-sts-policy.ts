/** Checks the policy file of a domain that has an MTA-STS record (RFC 8461 3.2, 3.3, 4.1). */
import { valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { isCovered, mtaStsPolicyUrl, parseMtaStsPolicy } from "../../mail/mta-sts/policy";
import { isMtaSts, mtaStsName } from "../../mail/mta-sts/record";
import { type Finding, findingOf } from "../finding";

/** @returns the file's text, or why there is none. */
export type ReadPolicy = (domain: string) => Promise<{ text: string } | { failure: string }>;

/** @returns undefined when the domain has no record, so that nobody looks for a policy. */
export async function checkMtaStsPolicy(domain: string, resolve: Resolve, read: ReadPolicy): Promise<Finding[] | undefined> {
  const [record, ...others] = valuesOf(await resolve(mtaStsName(domain), "TXT")).filter(isMtaSts);
  if (record === undefined || others.length > 0) return undefined;
  const where = mtaStsPolicyUrl(domain);
  const found = await read(domain);
  if ("failure" in found)
    return [findingOf("mta-sts/policy-unreachable", { where, what: `the policy could not be read: ${found.failure}` })];
  const policy = parseMtaStsPolicy(found.text);
  if (policy.problems.length > 0) return [findingOf("mta-sts/policy-invalid", { where, what: `the policy ${policy.problems.join("; ")}` })];
  if (policy.mode === "none") return [];
  const hosts = valuesOf(await resolve(domain, "MX")).map((value) => value.slice(value.indexOf(" ") + 1));
  const missing = hosts.filter((host) => host !== "." && !isCovered(host, policy));
  if (missing.length === 0) return [];
  const what = `the policy does not name ${missing.join(", ")}${policy.mode === "enforce" ? ", so senders do not deliver there" : ""}`;
  return [findingOf("mta-sts/mx-not-named", { where, what })];
}
