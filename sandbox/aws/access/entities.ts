/**
 * Users, roles and identity providers of one account, with the policies that count for them, as IAM has them. Kept until something is
 * written to IAM. AWS takes some seconds until a change is seen everywhere; here it is seen at once.
 */
import type { PolicyDocument } from "../policy/document";
import { elements } from "../wire";
import type { Questions } from "./questions";

export interface Entity {
  arn: string;
  /** "AIDA…" or "AROA…". */
  id: string;
  /** Inline and attached, a user's groups' included. */
  identity: PolicyDocument[];
  boundary?: PolicyDocument;
  boundaryArn?: string;
  tags: Record<string, string>;
}

export interface Role extends Entity {
  name: string;
  account: string;
  trust: PolicyDocument;
  maxSessionSeconds: number;
}

export interface IdentityProvider {
  arn: string;
  clientIds: string[];
}

export class Entities {
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(
    private readonly questions: Questions,
    readonly account: string,
  ) {}

  /** Something may have changed. */
  forget(): void {
    this.#kept.clear();
  }

  role(name: string): Promise<Role | undefined> {
    return this.#keep(`role ${name}`, () => this.#readRole(name));
  }

  user(name: string): Promise<Entity | undefined> {
    return this.#keep(`user ${name}`, () => this.#readUser(name));
  }

  /** @param issuer such as "token.actions.githubusercontent.com". */
  identityProvider(issuer: string): Promise<IdentityProvider | undefined> {
    return this.#keep(`provider ${issuer}`, async () => {
      const arn = `arn:aws:iam::${this.account}:oidc-provider/${issuer}`;
      const xml = await this.#ask({ Action: "GetOpenIDConnectProvider", OpenIDConnectProviderArn: arn });
      const [, list = ""] = /<ClientIDList>([\s\S]*?)<\/ClientIDList>/.exec(xml ?? "") ?? [];
      return xml === undefined ? undefined : { arn, clientIds: elements(list, "member") };
    });
  }

  /** @param arn of a managed policy. */
  policy(arn: string): Promise<PolicyDocument | undefined> {
    return this.#keep(`policy ${arn}`, async () => {
      const [VersionId = "v1"] = elements((await this.#ask({ Action: "GetPolicy", PolicyArn: arn })) ?? "", "DefaultVersionId");
      return documentIn(await this.#ask({ Action: "GetPolicyVersion", PolicyArn: arn, VersionId }), "Document");
    });
  }

  #keep<T>(what: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(what) as Promise<T> | undefined;
    if (known) return known;
    const reading = read();
    this.#kept.set(what, reading);
    reading.catch(() => this.#kept.delete(what));
    return reading;
  }

  async #readRole(name: string): Promise<Role | undefined> {
    const xml = await this.#ask({ Action: "GetRole", RoleName: name });
    const trust = documentIn(xml, "AssumeRolePolicyDocument");
    if (xml === undefined || !trust) return undefined;
    const [arn = ""] = elements(xml, "Arn");
    const [id = ""] = elements(xml, "RoleId");
    const [seconds = "3600"] = elements(xml, "MaxSessionDuration");
    const identity = await this.#policiesOf("Role", name);
    return { arn, id, name, account: this.account, trust, identity, maxSessionSeconds: Number(seconds), ...(await this.#limits(xml)) };
  }

  async #readUser(name: string): Promise<Entity | undefined> {
    const xml = await this.#ask({ Action: "GetUser", UserName: name });
    if (xml === undefined) return undefined;
    const [arn = ""] = elements(xml, "Arn");
    const [id = ""] = elements(xml, "UserId");
    const groups = elements((await this.#ask({ Action: "ListGroupsForUser", UserName: name })) ?? "", "GroupName");
    const identity = [this.#policiesOf("User", name), ...groups.map((group) => this.#policiesOf("Group", group))];
    return { arn, id, identity: (await Promise.all(identity)).flat(), ...(await this.#limits(xml)) };
  }

  async #limits(xml: string): Promise<Pick<Entity, "boundary" | "boundaryArn" | "tags">> {
    const [, tags = ""] = /<Tags>([\s\S]*?)<\/Tags>/.exec(xml) ?? [];
    const values = elements(tags, "Value");
    const [arn] = elements(xml, "PermissionsBoundaryArn");
    // A boundary that is gone allows nothing any more.
    const boundary = arn === undefined ? undefined : ((await this.policy(arn)) ?? { Statement: [] });
    const named = Object.fromEntries(elements(tags, "Key").map((key, index) => [key, values[index] ?? ""]));
    return { tags: named, ...(boundary ? { boundary } : {}), ...(arn === undefined ? {} : { boundaryArn: arn }) };
  }

  async #policiesOf(kind: "User" | "Role" | "Group", name: string): Promise<PolicyDocument[]> {
    const whose = { [`${kind}Name`]: name };
    const [inline = "", attached = ""] = await Promise.all([
      this.#ask({ Action: `List${kind}Policies`, ...whose }),
      this.#ask({ Action: `ListAttached${kind}Policies`, ...whose }),
    ]);
    const documents = await Promise.all([
      ...elements(inline, "member").map(async (PolicyName) =>
        documentIn(await this.#ask({ Action: `Get${kind}Policy`, ...whose, PolicyName }), "PolicyDocument"),
      ),
      ...elements(attached, "PolicyArn").map((arn) => this.policy(arn)),
    ]);
    return documents.filter((document) => document !== undefined);
  }

  #ask(parameters: Record<string, string>): Promise<string | undefined> {
    return this.questions.query("iam", { account: this.account, region: "us-east-1" }, { Version: "2010-05-08", ...parameters });
  }
}

function documentIn(xml: string | undefined, element: string): PolicyDocument | undefined {
  const [text] = elements(xml ?? "", element);
  if (text === undefined) return undefined;
  return JSON.parse(text.startsWith("%") ? decodeURIComponent(text) : text) as PolicyDocument;
}
