/** AWS for one account and region: moto and the SESv2 stand-in behind one gateway. */
import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import type { Surroundings } from "../surroundings";
import { startGateway } from "./gateway";
import { IamView } from "./iam-view";
import { startMoto } from "./moto";

export interface AwsOptions {
  /** For moto's log. */
  directory: string;
  account: string;
  /** The SESv2 stand-in's routes. */
  ses: Hono;
  narrate?: ((text: string) => void) | undefined;
}

export interface Aws {
  url: string;
  /** The administrator's key: everything but the SES SMTP user's keys is done with it. */
  accessKeyId: string;
  secretAccessKey: string;
  iam: IamView;
  stop(): Promise<void>;
}

export async function startAws(surroundings: Surroundings, { directory, account, ses, narrate }: AwsOptions): Promise<Aws> {
  const moto = await startMoto({ directory, account, narrate });
  const accessKeyId = `AKIA${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`;
  const iam = new IamView(`http://127.0.0.1:${moto.port}`, surroundings.log);
  const gateway = await startGateway(surroundings, {
    ses,
    motoPort: moto.port,
    isKnownKey: async (id) => id === accessKeyId || (await iam.accessKey(id))?.status === "Active",
    onIamWrite: () => iam.forget(),
  });
  return {
    url: gateway.url,
    accessKeyId,
    secretAccessKey: randomBytes(30).toString("base64"),
    iam,
    async stop() {
      await gateway.stop();
      await moto.stop();
    },
  };
}
