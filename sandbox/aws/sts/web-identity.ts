/**
 * A token of an identity provider, as AWS checks it before it looks at any trust policy.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
import type { Entities, IdentityProvider } from "../access/entities";
import { StsError } from "./sts-error";

type Claims = Record<string, unknown>;
/** Checks the signature by the issuer's published keys. @throws Error when it is not theirs; its `reason` may be "expired". */
export type VerifyWebIdentity = (token: string) => Promise<Claims>;

export interface WebIdentity {
  provider: IdentityProvider;
  subject: string;
  audience: string;
  /** As condition keys: AWS hands on these three of an issuer's claims. */
  context: Record<string, string>;
}

export interface Checking {
  entities: Entities;
  verify: VerifyWebIdentity;
  now: Date;
}

/** @throws StsError in AWS's words. */
export async function checkWebIdentity(token: string, { entities, verify, now }: Checking): Promise<WebIdentity> {
  const { iss, exp } = readClaims(token);
  const issuer = String(iss)
    .replace(/^https:\/\//, "")
    .replace(/\/$/, "");
  const provider = await entities.identityProvider(issuer);
  if (!provider) throw invalid(`No OpenIDConnect provider found in your account for ${String(iss)}`);
  const claims = await verify(token).catch((error: { reason?: unknown }) => {
    if (error.reason === "expired") throw expired(now, exp);
    throw invalid(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  });
  if (typeof claims.exp !== "number" || claims.exp * 1000 <= now.getTime()) throw expired(now, claims.exp);
  const audiences = [claims.aud].flat().map(String);
  const audience = audiences.find((each) => provider.clientIds.includes(each));
  if (audience === undefined) throw invalid("Incorrect token audience");
  const subject = String(claims.sub);
  const amr = claims.amr === undefined ? {} : { [`${issuer}:amr`]: String(claims.amr) };
  return { provider, subject, audience, context: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject, ...amr } };
}

const expired = (now: Date, expiration: unknown): StsError =>
  new StsError(
    400,
    "ExpiredTokenException",
    `Token expired: current date/time ${Math.floor(now.getTime() / 1000)} must be before the expiration date/time ${String(expiration)}`,
  );

/** Before it is believed: only to know whose keys to ask for. */
function readClaims(token: string): Claims {
  try {
    const [, payload = "", signature] = token.split(".");
    if (!signature) throw new Error("not three parts");
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
  } catch {
    throw invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  }
}

const invalid = (message: string): StsError => new StsError(400, "InvalidIdentityToken", message);
