import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { sendgridVerificationKey, verifySendgridPost } from "../../../mail/providers/sendgrid-signature";

const pair = (namedCurve = "prime256v1") => generateKeyPairSync("ec", { namedCurve });
const base64Of = ({ publicKey }: ReturnType<typeof pair>) => publicKey.export({ format: "der", type: "spki" }).toString("base64");
const now = pair();
const next = pair();
const keys = [now, next].map((each) => {
  const key = sendgridVerificationKey(base64Of(each));
  if (!key) throw new Error("no key");
  return key;
});
/** SendGrid ends each event's line with \r\n. */
const body = Buffer.from('[{"email":"ada@client.example","event":"delivered"},\r\n{"event":"bounce"}]\r\n');
const timestamp = "1764000000";
const signatureBy = ({ privateKey }: ReturnType<typeof pair>, bytes = Buffer.concat([Buffer.from(timestamp), body])) =>
  sign("sha256", bytes, { key: privateKey, dsaEncoding: "der" }).toString("base64");

test("the bytes as they came", () => {
  expect(verifySendgridPost({ body, timestamp, signature: signatureBy(now) }, keys)).toEqual({ signed: true, at: 1_764_000_000_000 });
});

test("two keys while one replaces the other", () => {
  expect(verifySendgridPost({ body, timestamp, signature: signatureBy(next) }, keys).signed).toBe(true);
  expect(verifySendgridPost({ body, timestamp, signature: signatureBy(next) }, keys.slice(0, 1)).signed).toBe(false);
});

test.each([
  ["a body that was parsed and written anew", { body: Buffer.from(JSON.stringify(JSON.parse(body.toString()))) }, "wrong signature"],
  ["another time", { timestamp: "1764000001" }, "wrong signature"],
  ["another account's key", { signature: signatureBy(pair()) }, "wrong signature"],
  ["no signature", { signature: undefined }, "no signature"],
  ["a signature that is no base64", { signature: "ä".repeat(40) }, "no signature"],
  ["an endless signature", { signature: "A".repeat(100_000) }, "no signature"],
  ["no time", { timestamp: undefined }, "no timestamp"],
  ["a time with words", { timestamp: "1764000000 " }, "no timestamp"],
  ["bytes that are no DER", { signature: Buffer.alloc(70, 1).toString("base64") }, "wrong signature"],
])("%s is refused", (_, changed, why) => {
  expect(verifySendgridPost({ body, timestamp, signature: signatureBy(now), ...changed }, keys)).toEqual({ signed: false, why });
});

test("one bit flipped anywhere is refused", () => {
  const signature = signatureBy(now);
  fc.assert(
    fc.property(fc.nat(body.length - 1), fc.nat(7), (at, bit) => {
      const flipped = Buffer.from(body);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      expect(verifySendgridPost({ body: flipped, timestamp, signature }, keys).signed).toBe(false);
    }),
  );
});

test.each([
  [
    "",
    "not a key",
    base64Of(pair("secp384r1")),
    generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).toString("base64"),
  ],
])("%s is no key of SendGrid's", (...texts) => {
  expect(texts.map(sendgridVerificationKey)).toEqual(texts.map(() => undefined));
});
