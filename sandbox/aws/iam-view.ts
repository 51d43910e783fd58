/**
 * What the other stand-ins must know of one account's IAM: a user's access keys with their secrets (SES derives SMTP passwords from them) and policies.
 * Read from moto, kept until something is written to IAM. Secrets are never logged.
 */
import type { RequestLog } from "../request-log";
import { type IamRequest, isAllowed, type PolicyDocument } from "./iam-policy";
import { accountHeader } from "./moto";

export interface IamKey {
  secret: string;
  /** "Active" or "Inactive". */
  status: string;
  userName: string;
}

export class IamView {
  #keys: Promise<Map<string, IamKey>> | undefined;
  readonly #policies = new Map<string, Promise<PolicyDocument[]>>();

  constructor(
    private readonly motoUrl: string,
    private readonly account: string,
    private readonly log: RequestLog,
  ) {}

  /** Something may have changed. */
  forget(): void {
    this.#keys = undefined;
    this.#policies.clear();
  }

  async accessKey(id: string): Promise<IamKey | undefined> {
    this.#keys ??= this.#readKeys();
    return (await this.#keys).get(id);
  }

  async hasKeys(userName: string): Promise<boolean> {
    return elements(await this.#ask({ Action: "ListAccessKeys", UserName: userName }), "AccessKeyId").length > 0;
  }

  async allows(userName: string, request: IamRequest): Promise<boolean> {
    const policies = this.#policies.get(userName) ?? this.#readPolicies(userName);
    this.#policies.set(userName, policies);
    return isAllowed(await policies, { ...request, gap: (what) => this.log.addUnknown("iam", what) });
  }

  /** Only ListAccessKeys says which keys still exist: moto's data goes on showing deleted ones as active, and has those of every account. */
  async #readKeys(): Promise<Map<string, IamKey>> {
    const answer = await fetch(`${this.motoUrl}/moto-api/data.json`);
    const { iam } = (await answer.json()) as {
      iam?: { AccessKey?: { access_key_id: string; secret_access_key: string; status: string; user_name: string }[] };
    };
    const made = iam?.AccessKey ?? [];
    const users = [...new Set(made.map((key) => key.user_name))];
    const lists = await Promise.all(users.map((UserName) => this.#ask({ Action: "ListAccessKeys", UserName })));
    const existing = new Set(lists.flatMap((xml) => elements(xml, "AccessKeyId")));
    return new Map(
      made
        .filter((key) => existing.has(key.access_key_id))
        .map((key) => [key.access_key_id, { secret: key.secret_access_key, status: key.status, userName: key.user_name }]),
    );
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

  async #ask(parameters: Record<string, string>): Promise<string> {
    const scope = "Credential=SANDBOX/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none";
    const answer = await fetch(this.motoUrl, {
      method: "POST",
      headers: { authorization: `AWS4-HMAC-SHA256 ${scope}`, [accountHeader]: this.account },
      body: new URLSearchParams({ Version: "2010-05-08", ...parameters }),
    });
    return answer.text();
  }
}

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) => unescapeXml(text));

function parseDocument(xml: string, element: string): PolicyDocument {
  const [text = '{"Statement":[]}'] = elements(xml, element);
  return JSON.parse(text.startsWith("%") ? decodeURIComponent(text) : text) as PolicyDocument;
}

const unescapeXml = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#34;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
