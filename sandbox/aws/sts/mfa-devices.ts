/** Virtual MFA devices: their seeds are shown once, by the call that makes them; whose a device is, IAM knows. */

import type { Questions } from "../access/questions";
import type { Answer, Call } from "../call";
import { elements } from "../wire";
import { isCode } from "./one-time-codes";

export class MfaDevices {
  /** By serial number, which is an ARN. */
  readonly #seeds = new Map<string, string>();

  constructor(private readonly questions: Questions) {}

  learn({ service, operation }: Pick<Call, "service" | "operation">, { status, body }: Answer): void {
    if (service !== "iam" || operation !== "CreateVirtualMFADevice" || status >= 300) return;
    const [serial] = elements(String(body), "SerialNumber");
    const [seed] = elements(String(body), "Base32StringSeed");
    // The seed is base 32, and as every binary value of the API it is written in base 64.
    if (serial && seed) this.#seeds.set(serial, Buffer.from(seed, "base64").toString());
  }

  async accepts({ account, userName }: { account: string; userName: string }, serial: string, code: string, now: Date): Promise<boolean> {
    const seed = this.#seeds.get(serial);
    if (!seed || !isCode(seed, code, now)) return false;
    const place = { account, region: "us-east-1" };
    const xml = await this.questions.query("iam", place, { Action: "ListMFADevices", Version: "2010-05-08", UserName: userName });
    return elements(xml ?? "", "SerialNumber").includes(serial);
  }
}
