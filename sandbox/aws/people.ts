/** People who are in an account before anybody comes to it: users of IAM, each with a key and an MFA device, and no policies. */
import { randomBytes } from "node:crypto";
import type { Questions } from "./access/questions";
import { codeAt } from "./sts/one-time-codes";
import { elements } from "./wire";

export interface Person {
  arn: string;
  accessKeyId: string;
  secretAccessKey: string;
  mfa: {
    serial: string;
    /** What the device shows now. */
    code(): string;
  };
}

/** @param arn "arn:aws:iam::<account>:user/<path><name>". */
export async function admitPerson(arn: string, { query }: Questions, now: () => Date): Promise<Person> {
  const [, account = "", path = ""] = /^arn:aws:iam::(\d+):user(\/.*)$/.exec(arn) ?? [];
  const UserName = path.slice(path.lastIndexOf("/") + 1);
  const ask = async (Action: string, parameters: Record<string, string>): Promise<string> => {
    const answer = await query("iam", { account, region: "us-east-1" }, { Version: "2010-05-08", Action, ...parameters });
    if (answer === undefined) throw new Error(`the sandbox cannot make ${arn}: ${Action} is refused`);
    return answer;
  };
  const one = (xml: string, name: string): string => elements(xml, name)[0] ?? "";
  await ask("CreateUser", { UserName, Path: path.slice(0, path.lastIndexOf("/") + 1) });
  const key = await ask("CreateAccessKey", { UserName });
  const device = await ask("CreateVirtualMFADevice", { VirtualMFADeviceName: `${UserName}-${randomBytes(3).toString("hex")}` });
  const serial = one(device, "SerialNumber");
  const seed = Buffer.from(one(device, "Base32StringSeed"), "base64").toString();
  const code = (): string => codeAt(seed, now());
  await ask("EnableMFADevice", { UserName, SerialNumber: serial, AuthenticationCode1: code(), AuthenticationCode2: code() });
  return { arn, accessKeyId: one(key, "AccessKeyId"), secretAccessKey: one(key, "SecretAccessKey"), mfa: { serial, code } };
}
