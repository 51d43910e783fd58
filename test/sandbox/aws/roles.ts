/** A world of AWS with an issuer of web identities of the test's own, and roles that may be taken in it. */
import { generateKeyPairSync, sign, verify } from "node:crypto";
import type { Credentials as StsCredentials } from "@aws-sdk/client-sts";
import { type AwsWorld, account, type Credentials, region } from "./world";

const issuer = "https://token.actions.githubusercontent.com";
export const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JSON Web Token (RFC 7519) by RS256. */
export function tokenOf(claims: Record<string, unknown>, key = privateKey): string {
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

export async function verifyWebIdentity(token: string): Promise<Record<string, unknown>> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  if (!verify("sha256", Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, "base64url"))) throw new Error("not ours");
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}

export const job = (sub: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ iss: issuer, aud: "sts.amazonaws.com", sub, exp: Math.floor(Date.now() / 1000) + 300 },
  ...more,
});

export interface RoleMade {
  trust: object | object[];
  may?: object | object[];
  boundary?: string;
  maxSeconds?: number;
  tags?: { Key: string; Value: string }[];
}

const document = (Statement: object | object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** @returns its ARN. */
export async function createRole(
  { admin }: AwsWorld,
  RoleName: string,
  { trust, may, boundary, maxSeconds, tags }: RoleMade,
): Promise<string> {
  const { Role } = await admin.iam.createRole({
    ...{ RoleName, AssumeRolePolicyDocument: document(trust) },
    ...(boundary ? { PermissionsBoundary: boundary } : {}),
    ...(maxSeconds ? { MaxSessionDuration: maxSeconds } : {}),
    ...(tags ? { Tags: tags } : {}),
  });
  if (may && [may].flat().length > 0) await admin.iam.putRolePolicy({ RoleName, PolicyName: "may", PolicyDocument: document(may) });
  return Role?.Arn ?? "";
}

export const trustOf = (who: string, Condition?: object): object => ({
  ...{ Effect: "Allow", Principal: { AWS: who }, Action: "sts:AssumeRole" },
  ...(Condition ? { Condition } : {}),
});

export const keysOf = ({ AccessKeyId = "", SecretAccessKey = "", SessionToken = "" }: Partial<StsCredentials> = {}) => ({
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey,
  sessionToken: SessionToken,
});

/** "AccessDenied: …", or "" for what was allowed. */
export const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "",
    (error: Error) => `${error.name}: ${error.message}`,
  );

/** KMS by hand, since no client of it is installed. @throws Error named as AWS's code. */
export async function askKms({ aws }: AwsWorld, { accessKeyId, sessionToken }: Credentials, operation: string, input: object) {
  const scope = `Credential=${accessKeyId}/20260101/${region}/kms/aws4_request, SignedHeaders=host, Signature=none`;
  const answer = await fetch(aws.url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 ${scope}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${operation}`,
      ...(sessionToken ? { "x-amz-security-token": sessionToken } : {}),
    },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as { __type?: string; Message?: string; KeyMetadata?: { Arn: string } };
  if (!answer.ok) throw Object.assign(new Error(body.Message), { name: body.__type });
  return body;
}
