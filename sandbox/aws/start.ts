/** AWS for several accounts: moto and the SESv2 stand-in behind one gateway. Each account has an administrator's key of its own. */
import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import type { Surroundings } from "../surroundings";
import { startGateway } from "./gateway";
import { IamView } from "./iam-view";
import { startMoto } from "./moto";

export interface AwsOptions {
  /** For moto's log. */
  directory: string;
  /** Their ids. */
  accounts: readonly string[];
  /** The SESv2 stand-in's routes for an account in a region. */
  ses(account: string, region: string): Hono;
  narrate?: ((text: string) => void) | undefined;
}

interface AwsAccount {
  id: string;
  /** The administrator's key: everything but the SES SMTP user's keys is done with it. It is known in this account only. */
  accessKeyId: string;
  secretAccessKey: string;
  iam: IamView;
}

export interface Aws {
  url: string;
  /** Where moto itself answers, for those who look at everything. */
  motoUrl: string;
  accounts: readonly AwsAccount[];
  /** @throws Error when the sandbox has no such account. */
  account(id: string): AwsAccount;
  stop(): Promise<void>;
}

export async function startAws(surroundings: Surroundings, { directory, accounts: ids, ses, narrate }: AwsOptions): Promise<Aws> {
  const moto = await startMoto({ directory, narrate });
  const motoUrl = `http://127.0.0.1:${moto.port}`;
  const accounts = ids.map((id): AwsAccount => {
    const accessKeyId = `AKIA${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`;
    return { id, accessKeyId, secretAccessKey: randomBytes(30).toString("base64"), iam: new IamView(motoUrl, id, surroundings.log) };
  });
  const account = (id: string): AwsAccount => {
    const found = accounts.find((each) => each.id === id);
    if (!found) throw new Error(`the sandbox has no AWS account ${id}`);
    return found;
  };

  async function accountOf(accessKeyId: string): Promise<string | undefined> {
    const known = accounts.find((each) => each.accessKeyId === accessKeyId);
    if (known) return known.id;
    const keys = await Promise.all(accounts.map(({ iam }) => iam.accessKey(accessKeyId)));
    return accounts.find((_, index) => keys[index]?.status === "Active")?.id;
  }

  const gateway = await startGateway(surroundings, {
    ses,
    motoPort: moto.port,
    accountOf,
    hasKeys: (id, userName) => account(id).iam.hasKeys(userName),
    onIamWrite: (id) => account(id).iam.forget(),
  });
  return {
    url: gateway.url,
    motoUrl,
    accounts,
    account,
    async stop() {
      await gateway.stop();
      await moto.stop();
    },
  };
}
