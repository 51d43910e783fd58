/**
 * What the other stand-ins must know of one account's IAM: a user's access keys with their secrets (SES derives SMTP passwords from them) and policies.
 * Policies are read from moto, and kept until something is written to IAM.
 */
import type { RequestLog } from "../request-log";
import type { AccessKeys, IamKey } from "./access-keys";
import { type IamRequest, isAllowed, type PolicyDocument } from "./iam-policy";
import { accountHeader } from "./moto";
import type { Turns } from "./turns";
import { elements } from "./wire";

export interface IamViewOptions {
  motoUrl: string;
  account: string;
  keys: AccessKeys;
  turns: Turns;
  log: RequestLog;
}

export class IamView {
  readonly #policies = new Map<string, Promise<PolicyDocument[]>>();

  constructor(private readonly options: IamViewOptions) {}

  /** Something may have changed. */
  forget(): void {
    this.#policies.clear();
  }

  async accessKey(id: string): Promise<IamKey | undefined> {
    return this.options.keys.find(this.options.account, id);
  }

  async allows(userName: string, request: IamRequest): Promise<boolean> {
    const policies = this.#policies.get(userName) ?? this.#readPolicies(userName);
    this.#policies.set(userName, policies);
    return isAllowed(await policies, { ...request, gap: (what) => this.options.log.addUnknown("iam", what) });
  }

  async #readPolicies(userName: string): Promise<PolicyDocument[]> {
    const inline = await this.#ask({ Action: "ListUserPolicies", UserName: userName });
    const attached = await this.#ask({ Action: "ListAttachedUserPolicies", UserName: userName });
    return Promise.all([
      ...elements(inline, "member").map(async (name) =>
        parseDocument(await this.#ask({ Action: "GetUserPolicy", UserName: userName, PolicyName: name }), "PolicyDocument"),
      ),
      ...elements(attached, "PolicyArn").map(async (arn) => {
        const [version = "v1"] = elements(await this.#ask({ Action: "GetPolicy", PolicyArn: arn }), "DefaultVersionId");
        return parseDocument(await this.#ask({ Action: "GetPolicyVersion", PolicyArn: arn, VersionId: version }), "Document");
      }),
    ]);
  }

  #ask(parameters: Record<string, string>): Promise<string> {
    const { motoUrl, account, turns } = this.options;
    const scope = "Credential=SANDBOX/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none";
    return turns.take(account, "read", async () => {
      const answer = await fetch(motoUrl, {
        method: "POST",
        headers: { authorization: `AWS4-HMAC-SHA256 ${scope}`, [accountHeader]: account },
        body: new URLSearchParams({ Version: "2010-05-08", ...parameters }),
      });
      return answer.text();
    });
  }
}

function parseDocument(xml: string, element: string): PolicyDocument {
  const [text = '{"Statement":[]}'] = elements(xml, element);
  return JSON.parse(text.startsWith("%") ? decodeURIComponent(text) : text) as PolicyDocument;
}
