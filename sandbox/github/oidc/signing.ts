/**
 * JSON Web Tokens signed with RS256 (RFC 7515, 7518, 7519), and the set of keys that verifies them (RFC 7517). The key is made at its first
 * use and ends with the sandbox.
 */
import { createHash, createPublicKey, generateKeyPair, type KeyObject, sign, verify } from "node:crypto";
import { promisify } from "node:util";

export type Claims = Readonly<Record<string, string | number>>;

/** Why a token proves nothing. */
export class TokenError extends Error {
  constructor(
    readonly reason: "malformed" | "unsigned" | "foreign" | "expired" | "early",
    message: string,
  ) {
    super(message);
  }
}

export class TokenSigner {
  #pair: Promise<{ privateKey: KeyObject; publicKey: KeyObject; kid: string }> | undefined;

  async sign(claims: Claims): Promise<string> {
    const { privateKey, kid } = await this.#keys();
    const signed = `${encode({ typ: "JWT", alg: "RS256", x5t: kid, kid })}.${encode(claims)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  }

  /** @throws TokenError for what this key did not sign with RS256. */
  async read(token: string): Promise<Claims> {
    const { publicKey, kid } = await this.#keys();
    const [header = "", payload = "", signature = "", ...rest] = token.split(".");
    const { alg, kid: signedBy } = decode(header);
    if (rest.length > 0 || signature === "") throw new TokenError("malformed", "a JSON Web Token has three parts");
    if (alg !== "RS256" || signedBy !== kid) throw new TokenError("unsigned", "the token names no key of this issuer");
    if (!verify("sha256", Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, "base64url")))
      throw new TokenError("unsigned", "the token's signature is wrong");
    return decode(payload);
  }

  async keySet(): Promise<{ keys: object[] }> {
    const { publicKey, kid } = await this.#keys();
    return { keys: [{ ...publicKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid, x5t: kid }] };
  }

  #keys() {
    this.#pair ??= promisify(generateKeyPair)("rsa", { modulusLength: 2048 }).then((pair) => {
      const der = createPublicKey(pair.privateKey).export({ type: "spki", format: "der" });
      return { ...pair, kid: createHash("sha1").update(der).digest("hex").toUpperCase() };
    });
    return this.#pair;
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function decode(part: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    if (typeof value === "object" && value !== null) return value as Claims;
  } catch {}
  throw new TokenError("malformed", "a part of the token is no JSON object");
}
