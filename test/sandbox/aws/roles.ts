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

/** Services by hand of which no client is installed: the prefix of X-Amz-Target, and the version of the JSON protocol. */
const targets = { kms: ["TrentService", "1.1"], sqs: ["AmazonSQS", "1.0"], dynamodb: ["DynamoDB_20120810", "1.0"] } as const;

/** @throws Error named as AWS's code. */
export async function askJson(world: AwsWorld, keys: Credentials, service: keyof typeof targets, operation: string, input: object) {
  const [prefix, version] = targets[service];
  const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${prefix}.${operation}` };
  const { ok, text } = await ask(world, keys, service, { headers, body: JSON.stringify(input) });
  const body = JSON.parse(text) as { __type?: string; Message?: string; KeyMetadata?: { Arn: string } };
  if (!ok) throw Object.assign(new Error(body.Message), { name: body.__type });
  return body;
}

/** @throws Error named as AWS's code. */
export async function askQuery(world: AwsWorld, keys: Credentials, service: string, parameters: Record<string, string>): Promise<string> {
  const { ok, text } = await ask(world, keys, service, { body: new URLSearchParams(parameters) });
  const said = (name: string): string => new RegExp(`<${name}>([^<]*)`).exec(text)?.[1] ?? "";
  if (!ok) throw Object.assign(new Error(said("Message")), { name: said("Code") });
  return text;
}

async function ask({ aws }: AwsWorld, { accessKeyId, sessionToken }: Credentials, service: string, init: RequestInit) {
  const scope = `Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
  const token = sessionToken ? { "x-amz-security-token": sessionToken } : {};
  const headers = { authorization: `AWS4-HMAC-SHA256 ${scope}`, ...token, ...init.headers };
  const answer = await fetch(aws.url, { ...init, method: "POST", headers });
  return { ok: answer.ok, text: await answer.text() };
}
