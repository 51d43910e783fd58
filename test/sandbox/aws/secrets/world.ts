/** Secrets Manager in memory, with a clock that the test sets, and calls as short as its CLI's. */
import { createSecretsManager } from "../../../../sandbox/aws/secrets/answer";

const account = "480312345678";
export const region = "eu-central-1";
const dayMs = 24 * 3_600_000;

type Body = Record<string, unknown> & { error?: string };

export function secretsWorld() {
  let now = Date.parse("2026-11-28T10:00:00Z");
  let delayMs = 0;
  let tokens = 0;
  const secretsManager = createSecretsManager({ now: () => now, delayMs: () => delayMs });
  const token = (): string => `token-${String(++tokens).padStart(30, "0")}`;
  return {
    token,
    list: () => secretsManager.list({ account, region }),
    passDays: (days: number) => {
      now += days * dayMs;
    },
    passMs: (ms: number) => {
      now += ms;
    },
    delayCopies: (ms: number) => {
      delayMs = ms;
    },
    /** @returns the answer's body; of an error its name only, as `error`. */
    call(operation: string, input: object, place = region): Body {
      const body = Buffer.from(JSON.stringify({ ClientRequestToken: token(), ...input }));
      const call = { service: "secretsmanager", operation, account, region: place, resource: "s", dialect: "json" as const, body };
      const answer = secretsManager.answer(call);
      const parsed = JSON.parse(String(answer?.body)) as Body & { __type?: string };
      return answer?.status === 200 ? parsed : { error: parsed.__type ?? "" };
    },
  };
}

export type SecretsWorld = ReturnType<typeof secretsWorld>;

/** The labels of a secret's versions, by the versions' ids. */
export const labels = ({ call }: SecretsWorld, SecretId = "s"): unknown => call("DescribeSecret", { SecretId }).VersionIdsToStages;
