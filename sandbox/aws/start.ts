/** AWS for several accounts: moto and the SESv2 stand-in behind one gateway. Each account has an administrator's key of its own. */
import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import type { Surroundings } from "../surroundings";
import { AccessKeys } from "./access-keys";
import { startGateway } from "./gateway";
import { IamView } from "./iam-view";
import { startMoto } from "./moto";
import { Turns } from "./turns";

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
  const keys = new AccessKeys();
  const turns = new Turns();
  const { log } = surroundings;
  const accounts = ids.map((id): AwsAccount => {
    const accessKeyId = `AKIA${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`;
    const iam = new IamView({ motoUrl, account: id, keys, turns, log });
    return { id, accessKeyId, secretAccessKey: randomBytes(30).toString("base64"), iam };
  });
  const account = (id: string): AwsAccount => {
    const found = accounts.find((each) => each.id === id);
    if (!found) throw new Error(`the sandbox has no AWS account ${id}`);
    return found;
  };

  function accountOf(accessKeyId: string): string | undefined {
    const known = accounts.find((each) => each.accessKeyId === accessKeyId || keys.find(each.id, accessKeyId)?.status === "Active");
    return known?.id;
  }

  const gateway = await startGateway(surroundings, {
    ses,
    motoPort: moto.port,
    accountOf,
    keys,
    turns,
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
