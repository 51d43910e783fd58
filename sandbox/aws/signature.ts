/** What a request says about itself in its AWS Signature Version 4: who signs, for which service. The signature itself is not checked. */
import type { IncomingMessage } from "node:http";

export interface CredentialScope {
  accessKeyId: string;
  region: string;
  /** As in the scope: "s3", "iam", "secretsmanager", "ses". */
  service: string;
}

/** @returns undefined for a request that is not signed. */
export function credentialScope({ headers, url = "/" }: Pick<IncomingMessage, "headers" | "url">): CredentialScope | undefined {
  const fromHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1];
  const fromQuery = new URL(url, "http://gateway").searchParams.get("X-Amz-Credential");
  const [accessKeyId, , region = "", service] = (fromHeader ?? fromQuery ?? "").split("/");
  return accessKeyId && service ? { accessKeyId, region, service } : undefined;
}

/** What a temporary key is used with. */
export function sessionToken({ headers, url = "/" }: Pick<IncomingMessage, "headers" | "url">): string | undefined {
  const header = headers["x-amz-security-token"];
  return typeof header === "string" ? header : (new URL(url, "http://gateway").searchParams.get("X-Amz-Security-Token") ?? undefined);
}
