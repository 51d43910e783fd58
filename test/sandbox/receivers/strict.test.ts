/**
 * What receivers refuse because an RFC does: each case is a signature, a key or a policy, with the section that decides it. The signature itself is always
 * right, so that only the rule can refuse it.
 */
import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { assess } from "../../../sandbox/receivers/judge";

const domain = "example.com";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keyText = publicKey.export({ type: "spki", format: "der" }).toString("base64");

interface Case {
  /** Tags of the signature in place of the usual ones; undefined leaves one out. */
  signature?: Record<string, string | undefined>;
  /** Put after the others. */
  more?: string;
  /** The key's record, with "<key>" for the key. */
  key?: string;
  dmarc?: string | string[];
  spf?: string;
  mailFrom?: string;
  from?: string;
}

async function judge({
  signature = {},
  more = "",
  key = "v=DKIM1; k=rsa; p=<key>",
  dmarc,
  spf = "v=spf1 -all",
  mailFrom,
  from = `a@${domain}`,
}: Case) {
  const body = "Hello\r\n";
  const fields = [`From: ${from}`, "Subject: x", "Date: Thu, 26 Nov 2026 10:00:00 +0000"];
  const algorithm = signature.a === "rsa-sha1" ? "sha1" : "sha256";
  const tags: Record<string, string | undefined> = {
    ...{ v: "1", a: "rsa-sha256", c: "simple/simple", d: domain, s: "s1", h: "From:Subject:Date" },
    ...signature,
    bh: createHash(algorithm).update(body).digest("base64"),
  };
  const list = Object.entries(tags).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const unsigned = `DKIM-Signature: ${list.join("; ")}${more}; b=`;
  const named = (tags.h ?? "").split(":").map((name) => fields.find((field) => field.startsWith(`${name}:`)) ?? "");
  const signed = [...named.filter(Boolean).map((field) => `${field}\r\n`), unsigned].join("");
  const message = Buffer.from(
    `${unsigned}${createSign(`RSA-${algorithm}`).update(signed).sign(privateKey, "base64")}\r\n${fields.join("\r\n")}\r\n\r\n${body}`,
  );
  const texts: Record<string, string[]> = {
    [`s1._domainkey.${domain}`]: [key.replace("<key>", keyText)],
    [`_dmarc.${domain}`]: dmarc === undefined ? [] : [dmarc].flat(),
    [domain]: [spf],
  };
  const resolver = async (name: string, type: string): Promise<string[][]> => {
    const found = type === "TXT" ? texts[name] : undefined;
    if (!found || found.length === 0) throw Object.assign(new Error(name), { code: "ENOTFOUND" });
    return found.map((text) => text.match(/.{1,255}/g) ?? [""]);
  };
  const delivery = { clientAddress: "192.0.2.1", helo: "mta.example.net", mailFrom: mailFrom ?? `b@${domain}`, message };
  const { findings } = await assess(delivery, "mx.receiver.example", resolver);
  return findings;
}

const past = String(Math.floor(Date.now() / 1000) - 1000);
const future = String(Math.floor(Date.now() / 1000) + 1000);

test.each<[section: string, what: string, Case, result: string]>([
  ["6376 3.5", "as it should be", {}, "pass"],
  ["6376 3.5 v", "version 2", { signature: { v: "2" } }, "permerror"],
  ["6376 6.1.1", "no version", { signature: { v: undefined } }, "permerror"],
  ["6376 6.1.1", "no h, so nothing is signed", { signature: { h: undefined } }, "fail"],
  ["6376 3.5 i", "an identity of another domain", { signature: { i: "@other.example" } }, "permerror"],
  ["6376 3.5 i", "an identity of a name that only ends alike", { signature: { i: "a@notexample.com" } }, "permerror"],
  ["6376 3.5 i", "an identity of a domain below", { signature: { i: "a@mail.example.com" } }, "pass"],
  ["6376 3.5 i", "an identity in another case", { signature: { i: "@EXAMPLE.com" } }, "pass"],
  ["6376 6.1.1", "From is not signed", { signature: { h: "Subject:Date" } }, "permerror"],
  ["6376 3.5 q", "another way to get the key", { signature: { q: "http" } }, "permerror"],
  ["6376 3.5 q", "two ways, one of them known", { signature: { q: "http:dns/txt" } }, "pass"],
  ["6376 3.5 x", "expired", { signature: { t: String(Number(past) - 10), x: past } }, "neutral"],
  ["6376 3.5 x", "expires before it was made", { signature: { t: future, x: String(Number(future) - 1) } }, "neutral"],
  ["6376 3.5 x", "expires later", { signature: { t: past, x: future } }, "pass"],
  ["6376 3.2", "a tag twice", { more: "; d=example.com" }, "permerror"],
  ["6376 3.2", "an unknown tag", { signature: { y: "1" } }, "pass"],
  ["6376 3.2", "no tag at all among them", { more: "; what" }, "permerror"],
  ["8301 3.1", "rsa-sha1", { signature: { a: "rsa-sha1" } }, "permerror"],
  ["6376 3.6.1 v", "the key's version is another", { key: "v=DKIM2; p=<key>" }, "neutral"],
  ["6376 3.6.1 v", "the key's version is in lower case", { key: "v=dkim1; p=<key>" }, "permerror"],
  ["6376 3.6.1 v", "the key's version is not first", { key: "p=<key>; v=DKIM1" }, "permerror"],
  ["6376 3.6.1 v", "the key has no version", { key: "p=<key>" }, "pass"],
  ["6376 3.6.1 s", "the key is for another service", { key: "v=DKIM1; s=other; p=<key>" }, "permerror"],
  ["6376 3.6.1 s", "the key is for email among others", { key: "v=DKIM1; s=other:email; p=<key>" }, "pass"],
  ["6376 3.6.1 h", "the key allows SHA-1 only", { key: "v=DKIM1; h=sha1; p=<key>" }, "permerror"],
  ["6376 3.6.1 h", "the key allows both", { key: "v=DKIM1; h=sha1:sha256; p=<key>" }, "pass"],
  ["6376 3.6.1 k", "the key's type is in upper case", { key: "v=DKIM1; k=RSA; p=<key>" }, "permerror"],
  ["6376 3.6.1 p", "the key is withdrawn", { key: "v=DKIM1; p=" }, "neutral"],
  [
    "6376 3.6.1 t",
    "a strict key, an identity below",
    { signature: { i: "a@mail.example.com" }, key: "v=DKIM1; t=s; p=<key>" },
    "permerror",
  ],
  ["6376 3.6.1 t", "a strict key", { key: "v=DKIM1; t=s; p=<key>" }, "pass"],
  ["6376 3.6.1 t", "a key in testing mode", { key: "v=DKIM1; t=y; p=<key>" }, "neutral"],
  ["6376 3.2", "the key has a tag twice", { key: "v=DKIM1; k=rsa; k=rsa; p=<key>" }, "permerror"],
  ["6376 3.2", "the key has an unknown tag", { key: "v=DKIM1; g=x; p=<key>" }, "pass"],
])("DKIM, RFC %s: %s", async (_, __, each, result) => {
  const { dkim } = await judge(each);
  expect(dkim.map((signature) => signature.result)).toEqual([result]);
});

/** The signature passes, of the From domain's parent: aligned unless DMARC is strict. */
const below = { from: `a@news.${domain}` };

test.each<[section: string, what: string, Case, dmarc: string, policy: string | undefined]>([
  ["7489 6.3", "as it should be", { dmarc: "v=DMARC1; p=reject" }, "pass", "reject"],
  ["7489 6.3 v", "the version in lower case", { dmarc: "v=dmarc1; p=reject" }, "none", undefined],
  ["7489 6.3 v", "the version is another", { dmarc: "v=DMARC2; p=reject" }, "none", undefined],
  ["7489 6.3 v", "the version goes on", { dmarc: "v=DMARC10; p=reject" }, "none", undefined],
  ["7489 6.3 v", "the version is not first", { dmarc: "p=reject; v=DMARC1" }, "none", undefined],
  ["7489 6.4", "white space around the equals sign", { dmarc: "v = DMARC1 ; p = reject" }, "pass", "reject"],
  ["7489 6.4", "a policy in upper case", { dmarc: "v=DMARC1; p=REJECT" }, "pass", "reject"],
  ["7489 6.3", "p after other tags", { dmarc: "v=DMARC1; rua=mailto:a@b.example; p=reject" }, "pass", "reject"],
  ["7489 6.3", "an unknown tag", { dmarc: "v=DMARC1; p=reject; x=1" }, "pass", "reject"],
  ["9989 t, unknown to 7489", "t=y", { dmarc: "v=DMARC1; p=reject; t=y" }, "pass", "reject"],
  ["7489 6.3", "a bad pct", { dmarc: "v=DMARC1; p=reject; pct=many" }, "pass", "reject"],
  ["7489 6.3", "a bad ri", { dmarc: "v=DMARC1; p=reject; ri=x" }, "pass", "reject"],
  ["7489 6.3", "what is no tag", { dmarc: "v=DMARC1; p=reject; what" }, "pass", "reject"],
  ["6376 3.2", "a tag twice", { dmarc: "v=DMARC1; p=reject; p=none" }, "none", undefined],
  ["7489 6.6.3", "no valid policy", { dmarc: "v=DMARC1; p=rejekt" }, "none", undefined],
  ["7489 6.6.3", "no valid policy, but reports", { dmarc: "v=DMARC1; p=rejekt; rua=mailto:a@b.example" }, "pass", "none"],
  ["7489 6.6.3", "no policy at all", { dmarc: "v=DMARC1" }, "none", undefined],
  ["7489 6.6.3", "no valid policy for subdomains", { dmarc: "v=DMARC1; p=reject; sp=x" }, "none", undefined],
  ["7489 6.6.3", "two records", { dmarc: ["v=DMARC1; p=reject", "v=DMARC1; p=none"] }, "none", undefined],
  ["7489 6.6.3", "two records, one of which is none", { dmarc: ["v=DMARC1; p=reject", "v=dmarc1; p=none"] }, "pass", "reject"],
  ["7489 6.3 adkim", "relaxed unless told", { ...below, dmarc: "v=DMARC1; p=reject" }, "pass", "reject"],
  ["7489 6.3 adkim", "strict", { ...below, dmarc: "v=DMARC1; p=reject; adkim=s; aspf=s" }, "fail", "reject"],
  ["7489 6.4 adkim", "strict in upper case", { ...below, dmarc: "v=DMARC1; p=reject; adkim=S" }, "fail", "reject"],
  ["7489 6.3 adkim", "neither counts as relaxed", { ...below, dmarc: "v=DMARC1; p=reject; adkim=x" }, "pass", "reject"],
  ["7489 6.3 sp", "of a domain below", { ...below, dmarc: "v=DMARC1; p=reject; sp=QUARANTINE" }, "pass", "quarantine"],
])("DMARC, RFC %s: %s", async (_, __, each, dmarc, policy) => {
  const found = await judge(each);
  expect({ dmarc: found.dmarc, policy: found.dmarcPolicy }).toEqual({ dmarc, policy });
});

test.each<[section: string, what: string, spf: string, result: string]>([
  ["7208 5.6", "the address is named", "v=spf1 ip4:192.0.2.0/24 -all", "pass"],
  ["7208 4.6.2", "in another case", "V=SPF1 IP4:192.0.2.1 -ALL", "pass"],
  ["7208 4.5", "another version", "v=spf2 ip4:192.0.2.1 -all", "none"],
  ["7208 4.5", "the version goes on", "v=spf10 ip4:192.0.2.1 -all", "none"],
  ["7208 2.6.2", "nothing is said", "v=spf1", "neutral"],
  ["7208 2.6.5", "a soft failure", "v=spf1 ~all", "softfail"],
  ["7208 4.6", "an unknown mechanism", "v=spf1 ip:192.0.2.1 -all", "permerror"],
  ["7208 6", "an unknown modifier", "v=spf1 x=y ip4:192.0.2.1 -all", "pass"],
  ["7208 5.2", "an include without a record", "v=spf1 include:gone.example -all", "permerror"],
  ["7208 5.6", "no address", "v=spf1 ip4:192.0.2 -all", "permerror"],
])("SPF, RFC %s: %s", async (_, __, spf, result) => {
  expect((await judge({ spf })).spf).toBe(result);
});
