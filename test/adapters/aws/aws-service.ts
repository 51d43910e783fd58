/** AWS SDK clients whose service is a canned server on loopback. */
import { randomBytes } from "node:crypto";
import { createAwsClients } from "../../../adapters/aws/clients";
import { type CannedAnswer, type CannedServer, patience, useCannedServer } from "../canned-server";

export interface AwsService {
  aws: ReturnType<typeof createAwsClients>;
  asked: CannedServer["asked"];
}

export function useAwsService(region = "eu-west-1", maxAttempts = 4): (...answers: CannedAnswer[]) => Promise<AwsService> {
  const start = useCannedServer();
  return async (...answers) => {
    const { url, asked } = await start(...answers);
    const env = {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: randomBytes(20).toString("hex"),
      AWS_SESSION_TOKEN: "",
      AWS_S3_USE_PATH_STYLE: "true",
    };
    return { aws: createAwsClients({ region, env, maxAttempts, timeoutMs: patience(answers) }), asked };
  };
}

export const xml = (root: string, content: string): CannedAnswer => ({
  headers: { "Content-Type": "text/xml" },
  body: `<${root}><${root.replace("Response", "Result")}>${content}</${root.replace("Response", "Result")}></${root}>`,
});

/** A failure in the query protocol (IAM, STS). */
export const xmlError = (status: number, code: string): CannedAnswer => ({
  status,
  headers: { "Content-Type": "text/xml" },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>said so</Message></Error></ErrorResponse>`,
});

/** A failure in the JSON protocols (Secrets Manager, SES). */
export const jsonError = (status: number, code: string, message = "said so"): CannedAnswer => ({
  status,
  headers: { "x-amzn-errortype": code, "Retry-After": "0" },
  body: { __type: code, message },
});
