/** What the other stand-ins must know of one account's IAM: a user's access keys (SES derives SMTP passwords from them), and what he may do. */
import type { RequestLog } from "../request-log";
import type { Entities } from "./access/entities";
import type { AccessKeys, IamKey } from "./access-keys";
import { judge } from "./policy/evaluate";
import type { IamRequest } from "./policy/statement";

export interface IamViewOptions {
  account: string;
  keys: AccessKeys;
  entities: Entities;
  log: RequestLog;
}

export class IamView {
  constructor(private readonly options: IamViewOptions) {}

  async accessKey(id: string): Promise<IamKey | undefined> {
    return this.options.keys.find(this.options.account, id);
  }

  /** A login with a key, which IAM then says was used. */
  noteUse(id: string, use: { service: string; region: string }): void {
    this.options.keys.use(this.options.account, id, use);
  }

  async allows(userName: string, request: IamRequest): Promise<boolean> {
    const { account, entities, log } = this.options;
    const { arn = "", identity = [], boundary } = (await entities.user(userName)) ?? {};
    const policies = { identity, ...(boundary ? { boundary } : {}) };
    const principal = { account, arn, kind: "user" as const };
    return judge(policies, { ...request, principal, gap: (what) => log.addUnknown("iam", what) }).allowed;
  }
}
