/**
 * SES serves its key at one of three selectors, two while it rotates; the others are empty. What that means to `verify` and to a forecast.
 * https://aws.amazon.com/blogs/messaging-and-targeting/dkim-troubleshooting-series-your-dkim-status-is-pending/: "two of the records resolve to
 * an empty string ... this is normal behavior". Which shape is live today nobody here has seen: the empty text, or RFC 6376 3.6.1's `p=`.
 */
import { generateKeyPairSync } from "node:crypto";
import { checkDomain } from "../../findings/domain/check-domain";
import { evaluatePath } from "../../mail/forecast/evaluate";
import { resolverOf, type Zone } from "../mail/dns-zone";

const domain = "mail.example.com";
const key = (modulusLength = 2048): string =>
  `p=${generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ format: "der", type: "spki" }).toString("base64")}`;
const [whole, other, short] = [key(), key(), key(768)];

/** What is at each selector: the texts behind its CNAME, or what is wrong with it. */
type At = string | readonly string[] | "no CNAME" | "no target" | "no TXT" | "timeout" | "elsewhere";

function zoneOf(selectors: Record<string, At>, ownZone = "dkim.amazonses.com"): Zone {
  const records = Object.entries(selectors).flatMap(([selector, at]): [string, Zone[string]][] => {
    const name = `${selector}._domainkey.${domain}`;
    const target = `${selector}.${at === "elsewhere" ? "keys.example.net" : ownZone}`;
    const alias: [string, Zone[string]] = [`${name} CNAME`, [target]];
    if (at === "no CNAME") return [];
    if (at === "no target") return [alias];
    if (at === "no TXT") return [alias, [`${target} A`, ["192.0.2.1"]]];
    if (at === "timeout") return [alias, [`${target} TXT`, "timeout"]];
    return [alias, [`${target} TXT`, at === "elsewhere" ? [""] : typeof at === "string" ? [at] : at]];
  });
  return {
    ...Object.fromEntries(records),
    [`${domain} TXT`]: ["v=spf1 include:amazonses.com ~all"],
    [`bounce.${domain} TXT`]: ["v=spf1 include:amazonses.com ~all"],
    [`bounce.${domain} MX`]: ["10 feedback-smtp.eu-central-1.amazonses.com"],
    "amazonses.com TXT": ["v=spf1 ip4:192.0.2.0/24 -all"],
    [`_dmarc.${domain} TXT`]: ["v=DMARC1; p=reject; rua=mailto:a@mail.example.com"],
  };
}

const ids = async (selectors: Record<string, At>, named = Object.keys(selectors), ownZone?: string): Promise<string[]> => {
  const found = await checkDomain({ domain, selectors: named }, resolverOf(zoneOf(selectors, ownZone)).resolve);
  const about = found.filter(({ id, where }) => /^dkim\//.test(id) || where.includes("_domainkey"));
  return about.map(({ id, where }) => `${id} ${where.split(".")[0]}`).sort();
};

const forecastOf = async (selectors: Record<string, At>): Promise<string> => {
  const names = Object.keys(selectors).map((each) => `${each}._domainkey.${domain}`);
  const path = {
    provider: "ses",
    authorDomain: domain,
    returnPath: `bounce.${domain}`,
    selectors: names,
    allSelectorsKnown: true,
  } as const;
  const { verdicts, dkim } = await evaluatePath(path, resolverOf(zoneOf(selectors)).resolve);
  return verdicts.some(({ outcome }) => outcome === "not sent") ? "not sent" : dkim.result;
};

test.each<[what: string, selectors: Record<string, At>, verify: string[], forecast: string]>([
  ["AWS's blog: one key, two empty texts", { a: whole, b: "", c: "" }, [], "pass"],
  ["the key is at another selector", { a: "", b: "", c: whole }, [], "pass"],
  ["while SES rotates: two keys", { a: whole, b: other, c: "" }, [], "pass"],
  ["as once: three keys", { a: whole, b: other, c: whole }, [], "pass"],
  ["RFC 6376 3.6.1: the others are withdrawn", { a: whole, b: "p=", c: "v=DKIM1; k=rsa; p=" }, [], "pass"],
  ["the others have no TXT record", { a: whole, b: "no TXT", c: "no TXT" }, [], "pass"],
  ["the others are white space", { a: whole, b: " ", c: "" }, [], "pass"],
  ["a CNAME is missing", { a: whole, b: "", c: "no CNAME" }, ["dkim/missing c"], "not sent"],
  ["a CNAME leads to another zone, where it is empty", { a: whole, b: "", c: "elsewhere" }, ["dkim/not-a-key c"], "not sent"],
  [
    "a CNAME leads to a name that SES does not have",
    { a: whole, b: "", c: "no target" },
    ["dkim/missing c", "dns/dangling-alias c"],
    "fail",
  ],
  ["none has a key", { a: "", b: "p=", c: "" }, ["dkim/missing a", "dkim/missing b", "dkim/missing c"], "fail"],
  ["the only key is too short", { a: short, b: "", c: "" }, ["dkim/ignored-key a"], "fail"],
  ["the only key is cut", { a: whole.slice(0, 99), b: "", c: "" }, ["dkim/not-a-key a"], "fail"],
  ["one is empty and says something else too", { a: whole, b: ["", "x"], c: "" }, ["dkim/several-records b"], "fail"],
  ["the one with the key does not answer", { a: "timeout", b: "", c: "" }, ["dns/no-answer a"], "undecided"],
])("%s", async (_, selectors, verify, forecast) => {
  expect(await ids(selectors)).toEqual(verify);
  expect(await forecastOf(selectors)).toBe(forecast);
});

test("a selector that is looked at alone may rest, which only the others tell", async () => {
  const selectors = { a: whole, b: "", c: "" };
  expect(await ids(selectors, ["b"])).toEqual(["dkim/resting b"]);
  expect(await ids(selectors, ["b", "c"])).toEqual(["dkim/resting b", "dkim/resting c"]);
  expect(await ids(selectors, ["a", "b"])).toEqual([]);
});

test("only SES rotates so: an empty text of another provider is no key", async () => {
  expect(await ids({ s1: whole, s2: "" }, undefined, "u1.wl.sendgrid.net")).toEqual(["dkim/not-a-key s2"]);
  expect(await ids({ s1: whole, s2: "p=" }, undefined, "u1.wl.sendgrid.net")).toEqual(["dkim/revoked s2"]);
});
