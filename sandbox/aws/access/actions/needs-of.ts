/** What a call needs, by the service that it is signed for. */
import type { NeedsOf } from "../permission";
import { apigateway } from "./apigateway";
import { cloudwatch } from "./cloudwatch";
import { dynamodb } from "./dynamodb";
import { events } from "./events";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { s3 } from "./s3";
import { secretsManager } from "./secrets-manager";
import { ses } from "./ses";
import { sns } from "./sns";
import { sqs } from "./sqs";

export const needsOf: Record<string, NeedsOf> = {
  apigateway,
  dynamodb,
  events,
  iam,
  kms,
  lambda,
  logs,
  monitoring: cloudwatch,
  s3,
  secretsmanager: secretsManager,
  ses,
  sns,
  sqs,
};
