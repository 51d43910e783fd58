/** Wires an environment's status to the state in S3, DNS, the sending providers and Secrets Manager. Reads only. */
import { requireAccount } from "../adapters/aws/account";
import { readSecret } from "../adapters/aws/secrets";
import { applicationSecret } from "../declaration/names/application";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { standingOfRelease } from "../workflows/promote/standing";
import type { StatusEffects } from "../workflows/status";
import { readApplied } from "./applied";
import type { Connections } from "./connections";
import { readIssuedAt, submissionOf } from "./credentials";
import { eventStandingEffects } from "./event-standing";
import { evidenceStore } from "./evidence";
import { recordsOf } from "./promote";
import { providerWirings } from "./providers/provider-wirings";
import { standingEffects } from "./standing";

export function statusEffects(environment: Environment, connections: Connections): StatusEffects {
  const { name, aws } = environment;
  const dns = connections.dns();
  const clients = connections.aws(environment);

  // The login may be of another account, whose data would be shown as this environment's.
  let login: Promise<unknown> | undefined;
  const inAccount = async <T>(read: () => Promise<T>): Promise<T> => {
    login ??= requireAccount(clients.sts, aws.account);
    await login;
    return read();
  };

  const records = recordsOf(connections);
  const standing = standingEffects(environment, connections);
  const events = eventStandingEffects(environment, connections);
  return {
    dns: { published: dns.published, visible: dns.visible },
    applied: () => inAccount(() => readApplied(environment, connections)),
    providers: {
      lastSeen: (provider) => providerWirings[provider].lastSeen(environment, connections, inAccount),
      issuedAt: (provider) => inAccount(() => readIssuedAt(environment, provider, connections)),
      sent: (provider) => inAccount(async () => providerWirings[provider].sent?.(environment, connections)),
      standing: {
        rotation: (provider) => inAccount(() => standing.rotation(provider)),
        switches: () => inAccount(standing.switches),
        tokens: () => inAccount(standing.tokens),
      },
      submission: (provider) => submissionOf(provider, environment, connections),
    },
    activeServer: () =>
      inAccount(async () => {
        const settings = await readSecret(clients.secrets, applicationSecret(name));
        return settings && { host: settings.SMTP_SERVER ?? "", port: Number(settings.SMTP_PORT) };
      }),
    recorded: {
      verification: async () => {
        const found = evidenceStore(connections).read("verification", name);
        if (found && found.at > new Date())
          throw new OperatorError(`it is dated in the future, ${found.at.toISOString()}: a clock is wrong`);
        return found && { at: found.at, source: found.source, by: found.by, errors: found.result.errors };
      },
      release: () =>
        inAccount(async () => {
          const [applied, hold, promotions] = await Promise.all([
            records.applied(environment),
            records.hold(environment),
            records.promotions(environment),
          ]);
          return standingOfRelease(environment, { applied, hold, promotions }, new Date());
        }),
      events: {
        last: () => inAccount(events.last),
        queue: () => inAccount(events.queue),
        ringing: () => inAccount(events.ringing),
      },
    },
  };
}
