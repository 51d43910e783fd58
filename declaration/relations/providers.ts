/**
 * Rules between the sending providers of an environment and the fields that only some of them need or heed. Like those of relations.ts they
 * look at the raw value.
 */
import { firstPolicy } from "../../mail/dmarc/stages";
import { type ProviderName, providerNames, sendingProviders } from "../../mail/providers/sending-providers";
import { isAllowedRecipient } from "../../mail/recipients";
import { type BrokenRule, valueAt } from "./relations";

export function brokenProviderRelations(value: unknown): BrokenRule[] {
  const used = ["primary", "standby"].map((role) => valueAt(value, ["sendingProviders", role]));
  const providers = providerNames.filter((name) => used.includes(name));
  return [
    ...captureIsAlone(providers),
    ...nobodySends(value, providers),
    ...strangersAreRefused(value, providers),
    ...seedsAreAllowed(value),
    ...strangersNeedReview(value, providers),
  ];
}

/** A fail-over from or to a test server would either begin to send for real or stop to. */
function captureIsAlone(providers: ProviderName[]): BrokenRule[] {
  if (providers.length < 2 || providers.every((name) => sendingProviders[name].delivers)) return [];
  const rule = {
    problem: "is not allowed with a capture server",
    expected: "no standby",
    remedy: "remove it: a capture server must be the only sending provider of its environment",
  };
  return [{ path: ["sendingProviders", "standby"], rule }];
}

/** What claims to be from a domain that nobody sends from is forged; other declared senders change that. */
function nobodySends(value: unknown, providers: ProviderName[]): BrokenRule[] {
  const others = ["alsoInclude", "alsoAllow"].flatMap((list) => valueAt(value, ["spf", list]) ?? []);
  if (providers.length === 0 || others.length > 0 || providers.some((name) => sendingProviders[name].delivers)) return [];
  const wanted: [path: string[], wanted: string][] = [
    [["spf", "all"], "-all"],
    [["dmarc", "policy"], firstPolicy({ delivers: false })],
  ];
  return wanted
    .filter(([path, right]) => valueAt(value, path) !== right)
    .map(([path, right]) => ({
      path,
      rule: {
        problem: "allows spoofed mail",
        expected: `"${right}"`,
        remedy: "write the strictest value: nobody sends from this domain, because a capture server delivers nothing",
      },
    }));
}

function strangersAreRefused(value: unknown, providers: ProviderName[]): BrokenRule[] {
  if (valueAt(value, ["recipients"]) === undefined) return [];
  return providers
    .filter((name) => !sendingProviders[name].refusesStrangers && valueAt(value, ["recipients", "unenforced", name]) === undefined)
    .map((name) => ({
      path: ["recipients", "unenforced", name],
      rule: {
        problem: "is not acknowledged",
        expected: "a reason for using it anyway",
        remedy: `${sendingProviders[name].title} cannot refuse recipients: write which control prevents mail to others, or use another provider (docs/decisions/0008)`,
      },
    }));
}

/** Where anybody may be written to, nobody changes anything alone. */
function strangersNeedReview(value: unknown, providers: ProviderName[]): BrokenRule[] {
  const mayWriteToAnybody = valueAt(value, ["recipients"]) === undefined && providers.some((name) => sendingProviders[name].delivers);
  if (!mayWriteToAnybody || valueAt(value, ["review"]) !== undefined) return [];
  const rule = {
    problem: "is required when `recipients` is not set",
    expected: "who approves changes at GitHub",
    remedy:
      'write review: { reviewers: ["@user", "@organisation/team"] } (--reviewers of `init`), or limit the recipients in recipients.allow',
  };
  return [{ path: ["review", "reviewers"], rule }];
}

function seedsAreAllowed(value: unknown): BrokenRule[] {
  const allow = valueAt(value, ["recipients", "allow"]);
  const seeds = valueAt(value, ["seedMailboxes"]);
  if (!Array.isArray(allow) || !Array.isArray(seeds)) return [];
  const entries = allow.filter((entry) => typeof entry === "string");
  return seeds.flatMap((address, index) => {
    if (typeof address !== "string" || isAllowedRecipient(entries, address)) return [];
    const rule = {
      problem: "is not an allowed recipient",
      expected: "an address that recipients.allow names",
      remedy: "add it to recipients.allow, or the seed test to it would be refused",
    };
    return [{ path: ["seedMailboxes", index], rule }];
  });
}
