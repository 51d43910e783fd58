import { createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { parseDkim } from "../../mail/dkim/record";
import { rsaBits } from "../../mail/dkim/rsa-key";
import { rsaPublicKey } from "../fixtures/rsa-public-keys";

const pkcs1 = (spki: string): string =>
  createPublicKey({ key: Buffer.from(spki, "base64"), format: "der", type: "spki" })
    .export({ format: "der", type: "pkcs1" })
    .toString("base64");
const ed25519 = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
const strong = rsaPublicKey(2048);

describe("a DKIM key record", () => {
  test.each([
    ["an RSA key", `v=DKIM1; k=rsa; p=${strong}`, { keyType: "rsa", bits: 2048 }],
    ["a key as RFC 6376 writes it", `p=${pkcs1(rsaPublicKey(1024))};`, { keyType: "rsa", bits: 1024 }],
    ["an Ed25519 key", `v=DKIM1; k=ed25519; p=${ed25519}`, { keyType: "ed25519" }],
    ["a key with spaces in it", `v=DKIM1; p=${strong.slice(0, 100)} ${strong.slice(100)}`, { bits: 2048 }],
    ["a revoked key", "v=DKIM1; p=", { isRevoked: true }],
    ["flags", `v=DKIM1; t=y : s; h=sha1:sha256; s=email; p=${strong}`, { isTesting: true, isStrict: true, services: ["email"] }],
  ])("is read: %s", (_, text, expected) => {
    expect(parseDkim(text)).toMatchObject({ isRevoked: false, errors: [], ...expected });
  });

  test.each([
    ["the version not first", `p=${strong}; v=DKIM1`, "v=DKIM1"],
    ["another version", `v=DKIM2; p=${strong}`, "v=DKIM2"],
    ["no key", "v=DKIM1; k=rsa", ""],
    ["half a key", `v=DKIM1; p=${strong.slice(0, 200)}`, "p="],
    ["a short Ed25519 key", "v=DKIM1; k=ed25519; p=AAAA", "p=AAAA"],
    ["an unknown key type", `v=DKIM1; k=dsa; p=${strong}`, "k=dsa"],
    ["SHA-1 alone", `v=DKIM1; h=sha1; p=${strong}`, "h=sha1"],
    ["another service", `v=DKIM1; s=tlsrpt; p=${strong}`, "s=tlsrpt"],
    ["the same tag twice", `v=DKIM1; p=${strong}; p=`, "p="],
    ["text that is no tag", `v=DKIM1; nonsense; p=${strong}`, "nonsense"],
    ["no tags at all", "hello", "hello"],
  ])("says where it is wrong: %s", (_, text, at) => {
    expect(parseDkim(text).errors.map(({ place }) => place)).toContain(text.lastIndexOf(at));
  });

  test("never throws, and every error has a place in the text", () => {
    const word = fc.oneof(fc.constantFrom("v=DKIM1", "p=", "k=ed25519", `p=${strong}`, "t=y:s", "h=", "=", ";"), fc.string());
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(";");
        for (const { place } of parseDkim(text).errors) expect(place >= 0 && place <= text.length).toBe(true);
      }),
    );
  });
});

describe("the length of an RSA key", () => {
  const bitsByOpenSsl = (key: Buffer): number | undefined => {
    for (const type of ["spki", "pkcs1"] as const) {
      try {
        const read = createPublicKey({ key, format: "der", type });
        if (read.asymmetricKeyType === "rsa") return read.asymmetricKeyDetails?.modulusLength;
      } catch {}
    }
    return undefined;
  };
  const keys = ([1024, 2048, 3072] as const).map((bits) => Buffer.from(rsaPublicKey(bits), "base64"));

  test("is what OpenSSL says, whichever bytes of the key are broken, cut off or added", () => {
    const place = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 500 }));
    const broken = fc.array(fc.tuple(place, fc.nat({ max: 255 })), { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...keys), broken, fc.integer({ min: -30, max: 10 }), (key, bytes, longer) => {
        const data = Buffer.concat([key, Buffer.alloc(Math.max(longer, 0))]).subarray(0, key.length + longer);
        // Lengths that fit again lead further into the key.
        if (data[1] === 0x82) data.writeUInt16BE(data.length - 4, 2);
        if (data[20] === 0x82) data.writeUInt16BE(data.length - 23, 21);
        for (const [at, byte] of bytes) data[at % data.length] = byte;
        expect(rsaBits(data.toString("base64"))).toBe(bitsByOpenSsl(data));
      }),
      { numRuns: 500 },
    );
  });

  test("can be told of data of any size", () => {
    for (const bytes of [0, 1, 24, 25, 65_535, 65_536, 100_000])
      expect(rsaBits(Buffer.alloc(bytes, 0x30).toString("base64"))).toBeUndefined();
  });
});
