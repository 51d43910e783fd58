/**
 * Every user's access keys, learnt from the answers to CreateAccessKey, UpdateAccessKey, DeleteAccessKey, UpdateUser and DeleteUser that pass
 * the gateway: IAM itself tells a secret once only. Changes may take time to work, since IAM "is eventually consistent"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). Secrets are never logged.
 */
import type { Answer, Call } from "./call";
import { elements } from "./wire";

export interface IamKey {
  secret: string;
  /** "Active" or "Inactive". */
  status: string;
  userName: string;
}

export interface KeyUse {
  /** Milliseconds since 1970. */
  at: number;
  /** As in a signature: "s3", "ses". */
  service: string;
  region: string;
}

interface Key {
  secret: string;
  userName: string;
  /** The last one whose time has come counts. */
  statuses: { from: number; status: string }[];
  lastUse?: KeyUse;
}

const deleted = "deleted";

export class AccessKeys {
  /** By account and id. */
  readonly #keys = new Map<string, Map<string, Key>>();

  /** @param delayMs for how long what a call changed does not work yet. */
  constructor(
    private readonly now: () => number = Date.now,
    private readonly delayMs: (call: Call) => number = () => 0,
  ) {}

  /** As the key works now. */
  find(account: string, id: string): IamKey | undefined {
    const key = this.#keys.get(account)?.get(id);
    const status = key?.statuses.findLast(({ from }) => from <= this.now())?.status;
    return key && status && status !== deleted ? { secret: key.secret, userName: key.userName, status } : undefined;
  }

  /** Those that IAM lists, whether they work or not. */
  ofUser(account: string, userName: string): string[] {
    return this.#listed(account)
      .filter(([, key]) => key.userName === userName)
      .map(([id]) => id);
  }

  use(account: string, id: string, use: Omit<KeyUse, "at">): void {
    const key = this.#keys.get(account)?.get(id);
    if (key) key.lastUse = { at: this.now(), ...use };
  }

  lastUse(account: string, id: string): { userName: string; use: KeyUse | undefined } | undefined {
    const [, key] = this.#listed(account).find(([each]) => each === id) ?? [];
    return key && { userName: key.userName, use: key.lastUse };
  }

  /** Told of every call that was answered. */
  learn(call: Call, { status, body: answer }: Answer): void {
    const { service, operation, account, body } = call;
    if (service !== "iam" || status !== 200 || !/^(Create|Update|Delete)(AccessKey|User)$/.test(operation)) return;
    const asked = new URLSearchParams(body.toString());
    const id = asked.get("AccessKeyId") ?? "";
    const ofUser = this.ofUser(account, asked.get("UserName") ?? "");
    const from = this.now() + this.delayMs(call);
    if (operation === "CreateAccessKey") this.#add(account, answer.toString(), from);
    if (operation === "UpdateAccessKey") this.#turn(account, [id], { from, status: asked.get("Status") ?? "Active" });
    if (operation === "DeleteAccessKey") this.#turn(account, [id], { from, status: deleted });
    if (operation === "DeleteUser") this.#turn(account, ofUser, { from, status: deleted });
    if (operation === "UpdateUser" && asked.has("NewUserName")) this.#rename(account, ofUser, asked.get("NewUserName") ?? "");
  }

  #add(account: string, xml: string, from: number): void {
    const [id = "", secret = "", userName = ""] = ["AccessKeyId", "SecretAccessKey", "UserName"].map((name) => elements(xml, name)[0]);
    const keys = this.#keys.get(account) ?? new Map<string, Key>();
    this.#keys.set(account, keys);
    keys.set(id, { secret, userName, statuses: [{ from, status: "Active" }] });
  }

  #turn(account: string, ids: readonly string[], status: Key["statuses"][number]): void {
    for (const id of ids) this.#keys.get(account)?.get(id)?.statuses.push(status);
  }

  #rename(account: string, ids: readonly string[], userName: string): void {
    for (const id of ids) Object.assign(this.#keys.get(account)?.get(id) ?? {}, { userName });
  }

  #listed(account: string): [string, Key][] {
    return [...(this.#keys.get(account) ?? [])].filter(([, { statuses }]) => statuses.at(-1)?.status !== deleted);
  }
}
