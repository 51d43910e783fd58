/**
 * Every user's access keys, learnt from the answers to CreateAccessKey, UpdateAccessKey, DeleteAccessKey, UpdateUser and DeleteUser that pass
 * the gateway: IAM itself tells a secret once only. Secrets are never logged.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
import type { Answer, Call } from "./call";
import { elements } from "./wire";

export interface IamKey {
  secret: string;
  /** "Active" or "Inactive". */
  status: string;
  userName: string;
}

export class AccessKeys {
  /** By account and id. */
  readonly #keys = new Map<string, Map<string, IamKey>>();

  find(account: string, id: string): IamKey | undefined {
    return this.#keys.get(account)?.get(id);
  }

  ofUser(account: string, userName: string): string[] {
    return [...(this.#keys.get(account) ?? [])].filter(([, key]) => key.userName === userName).map(([id]) => id);
  }

  /** Told of every call that was answered. */
  learn({ service, operation, account, body }: Call, { status, body: answer }: Answer): void {
    if (service !== "iam" || status !== 200) return;
    const keys = this.#keys.get(account) ?? new Map<string, IamKey>();
    this.#keys.set(account, keys);
    const asked = new URLSearchParams(body.toString());
    const id = asked.get("AccessKeyId") ?? "";
    const userName = asked.get("UserName") ?? "";
    if (operation === "CreateAccessKey") {
      const made = (name: string): string => elements(answer.toString(), name)[0] ?? "";
      keys.set(made("AccessKeyId"), { secret: made("SecretAccessKey"), status: "Active", userName: made("UserName") });
    }
    if (operation === "UpdateAccessKey") change(keys, [id], { status: asked.get("Status") ?? "Active" });
    if (operation === "DeleteAccessKey") keys.delete(id);
    if (operation === "UpdateUser") change(keys, this.ofUser(account, userName), { userName: asked.get("NewUserName") ?? userName });
    if (operation === "DeleteUser") for (const each of this.ofUser(account, userName)) keys.delete(each);
  }
}

function change(keys: Map<string, IamKey>, ids: readonly string[], values: Partial<IamKey>): void {
  for (const id of ids) {
    const key = keys.get(id);
    if (key) keys.set(id, { ...key, ...values });
  }
}
