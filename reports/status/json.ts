/** What `status` answers with `--json`: every environment. A value that could not be read is "unknown", with the reason. */
import { z } from "zod";
import { modes } from "../../evidence/rotation";
import { finding, texts, word } from "../../evidence/words";
import type { ProviderName } from "../../mail/providers/sending-providers";
import { time, version } from "../answer";
import { fault } from "../faults/json";

const reading = <Value extends z.ZodType>(value: Value) =>
  z.union([z.object({ value: value.nullable() }), z.object({ unknown: z.string().describe("why it could not be read") })]);

const provider = word<ProviderName>();

const key = z.object({ id: z.string(), createdAt: time.optional() });

const keys = reading(
  z.object({
    unstored: z.array(key).describe("keys that no version of the secret holds"),
    oldest: key.optional().describe("of the keys that send"),
    open: z
      .object({
        id: z.string(),
        mode: z.enum(modes),
        reason: z.string(),
        by: z.string(),
        startedAt: time,
        waits: z.object({ for: z.string(), until: time.exactOptional(), remedy: z.string().exactOptional() }),
      })
      .optional()
      .describe("the rotation that is under way"),
  }),
);

const delivered = z.union([z.number(), z.object({ unknown: z.string().describe("why it cannot be known") })]);

const sent = reading(
  z.object({
    messages: z.number().describe("of 30 days"),
    of: z.enum(["environment", "account", "subuser"]).describe("whose mail is counted"),
    receivers: z.object({ google: delivered, microsoft: delivered, gateway: delivered }).describe("delivered in 7 days"),
  }),
);

const warmth = reading(
  z.object({
    share: z.number().optional().describe("the standby's, of all that both sent"),
    leastShare: z.number(),
    shortcomings: texts,
    unknown: texts.describe("what cannot be known, and why"),
  }),
);

const switches = reading(
  z.object({
    switched: z
      .object({
        from: z.string(),
        to: provider,
        reason: z.string(),
        by: z.string(),
        at: time,
        doneAt: time.optional(),
        exercise: z.string().exactOptional(),
      })
      .exactOptional()
      .describe("the last switch between sending providers"),
    exercisedAt: time.exactOptional().describe("when the standby's last day began"),
    paused: z.object({ reason: z.string(), by: z.string(), at: time }).exactOptional().describe("a pause that has not ended"),
  }),
);

const release = z.object({
  release: z.object({ commit: z.string(), since: time.describe("without another one between") }).exactOptional(),
  none: z.string().exactOptional().describe("why there is none"),
  held: z.string().exactOptional().describe("by whom, since when, and why"),
  frozen: z.string().exactOptional().describe("today, if nothing is promoted on it"),
  reviewsDue: z
    .array(z.object({ at: time, by: z.string(), reason: z.string(), commit: z.string(), until: time }))
    .describe("emergency edits that nobody reviewed"),
});

export const statusAnswer = z.object({
  version,
  environments: z.array(
    z.object({
      environment: z.string(),
      sendingDomain: z.string(),
      applied: reading(
        z.object({
          writtenAt: time.optional(),
          resources: z.number(),
          unsubscribeGroup: z.object({ id: z.string(), name: z.string() }).exactOptional(),
        }),
      ),
      records: reading(z.object({ right: z.number(), total: z.number() })),
      providers: z.array(
        z.object({
          provider,
          role: z.enum(["primary", "standby"]),
          state: reading(
            z.object({
              ready: z.boolean(),
              reasons: texts,
              warnings: z.array(finding).exactOptional(),
              remedy: z.string().exactOptional(),
              isSilent: z.literal(true).exactOptional(),
            }),
          ),
          issuedAt: reading(time),
          replaceAfterDays: z.number().exactOptional(),
          keys: keys.exactOptional(),
          sent: sent.exactOptional(),
        }),
      ),
      warmth,
      active: reading(z.union([provider, z.literal("another server")])),
      lastVerification: reading(z.object({ at: time, source: z.enum(["sandbox", "live", "person"]), by: z.string(), errors: z.number() })),
      release: reading(release),
      switches,
      events: z
        .object({
          last: reading(time).describe("when an event was last counted; null when none was within three days"),
          queue: reading(z.object({ waiting: z.number(), oldestSeconds: z.number().exactOptional(), dead: z.number() })),
          ringing: reading(texts).describe("names of alarms"),
        })
        .exactOptional()
        .describe("absent where all mail ends in a test server"),
      tokens: reading(z.array(z.object({ name: z.string(), storedAt: time.optional() }))),
    }),
  ),
  faulty: z.array(z.object({ environment: z.string(), faults: z.array(fault) })).describe("environments whose files have faults"),
});

/** The type with every Date as text. */
type Told<Value> = Value extends Date ? string : Value extends object ? { [Key in keyof Value]: Told<Value[Key]> } : Value;

/** The value as JSON has it, with dates as text. */
export const told = <Value>(value: Value): Told<Value> => JSON.parse(JSON.stringify(value)) as Told<Value>;
