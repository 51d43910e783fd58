/**
 * The IAM user whose access keys become SES SMTP credentials (SES accepts no role there). It may send as the environment's sender through
 * its identity and configuration set, to the recipients that are allowed, and nothing else: the account's stack bounds it (ses-account.ts), so
 * that stack is applied first. Its keys are made and rotated by workflows.
 */
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { Construct } from "constructs";
import { sesSmtpUser } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { recipientLikes } from "../../mail/recipients";
import { smtpBoundary } from "../policies/arns";
import type { SesSender } from "./ses-sender";

export interface SesSmtpUserProps {
  environment: Environment;
  ses: SesSender;
}

export class SesSmtpUser extends Construct {
  constructor(scope: Construct, id: string, { environment, ses }: SesSmtpUserProps) {
    super(scope, id);
    const user = new IamUser(this, "user", { name: sesSmtpUser(environment.name), permissionsBoundary: smtpBoundary(environment) });
    new IamUserPolicy(this, "may-send", {
      name: "may-send",
      user: user.name,
      policy: this.mayOnlySend(environment, ses).json,
    });
  }

  private mayOnlySend({ sender, recipients }: Environment, ses: SesSender): DataAwsIamPolicyDocument {
    const asTheSender = { test: "StringEquals", variable: "ses:FromAddress", values: [sender.address] };
    // Every recipient of the envelope must match one of them; of no recipient all do, so there must be one.
    const toNoStranger = (allow: string[]) => [
      { test: "Null", variable: "ses:Recipients", values: ["false"] },
      { test: "ForAllValues:StringLike", variable: "ses:Recipients", values: recipientLikes(allow) },
    ];
    return new DataAwsIamPolicyDocument(this, "policy", {
      statement: [
        {
          actions: ["ses:SendRawEmail"],
          resources: [ses.identity.arn, ses.configurationSet.arn],
          condition: [asTheSender, ...(recipients ? toNoStranger(recipients.allow) : [])],
        },
      ],
    });
  }
}
