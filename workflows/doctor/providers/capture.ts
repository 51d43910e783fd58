/** Checks the capture server: that it accepts mail over TLS, that its mailbox can be read, and that it does not relay. */
import type { Environment } from "../../../declaration/schema/environment";
import { findingOf } from "../../../findings/finding";
import type { Check } from "../checks";

export interface CaptureEffects {
  /** Whether `twinpost credentials` has written what the server starts from. */
  prepared(): boolean;
  /** Connects, without logging in. @returns "TLSv1.3". @throws OperatorError */
  tlsVersion(): Promise<string>;
  /** Whether its API says that messages can be released to other servers. */
  relays(): Promise<boolean>;
}

export function captureChecks({ name, capture }: Environment, use: CaptureEffects): Check[] {
  return [
    {
      id: "capture-server",
      title: "capture server",
      where: `environments/${name}.ts capture`,
      look: async (where) => {
        if (!use.prepared()) return { saw: `\`npx twinpost credentials --env ${name} --apply\` writes its configuration`, notYet: true };
        const [tls, relays] = [await use.tlsVersion(), await use.relays()];
        const saw = `${capture?.host}:${capture?.port} over ${tls}, mailbox at ${capture?.api}`;
        if (!relays) return { saw };
        const what = "the capture server can release messages to another server, so captured mail may leave it";
        return { saw, findings: [findingOf("doctor/capture-relays", { where, what })] };
      },
    },
  ];
}
