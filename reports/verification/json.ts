/** What `verify` answers with `--json`: for an environment or the organisation, and for any other domain. */
import { z } from "zod";
import { finding, texts, word } from "../../evidence/words";
import type { DnsAnswer } from "../../mail/dns/answer";
import type { DnsType } from "../../mail/dns/record";
import type { ProviderName } from "../../mail/providers/sending-providers";
import { mailRecord } from "../../mail/records/mail-record";
import { version } from "../answer";

const answer = z.object({
  server: z.string(),
  address: z.string().exactOptional(),
  outcome: z.enum(["answer", "no-such-name", "no-data", "failed"]),
  values: texts.readonly(),
  aliases: z
    .array(z.object({ name: z.string(), target: z.string(), ttl: z.number() }))
    .readonly()
    .describe("the CNAMEs that led here"),
  ttl: z.number().optional(),
  serial: z.number().exactOptional(),
  failure: word<NonNullable<DnsAnswer["failure"]>>().optional(),
  reason: z.string().optional(),
});

const judged = z.array(answer.extend({ right: z.boolean() }));

export const verificationAnswer = z.object({
  version,
  records: z.array(
    z.object({
      record: mailRecord,
      published: z.boolean().describe("every authoritative server answers with it"),
      visible: z.boolean().describe("every resolver answers with it"),
      answers: z.object({ published: judged, visible: judged }),
    }),
  ),
  history: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        publishedMs: z.number().exactOptional(),
        visibleMs: z.number().exactOptional(),
        late: z.array(
          z.object({
            seenFrom: z.enum(["published", "visible"]),
            server: z.string(),
            rightMs: z.number().exactOptional(),
            why: z.string(),
          }),
        ),
      }),
    )
    .describe("how long each record took to be right at every server"),
  providers: z.array(
    z.object({
      provider: word<ProviderName>(),
      ready: z.boolean(),
      reasons: texts,
      warnings: z.array(finding).exactOptional(),
      remedy: z.string().exactOptional(),
      isSilent: z.literal(true).exactOptional().describe("it could not be asked"),
    }),
  ),
  findings: z.array(finding),
});

interface SpfBranch {
  domain: string;
  record?: string;
  terms: { text: string; place: number; lookups: number; isVoid: boolean; inner?: SpfBranch }[];
}

const spfBranch: z.ZodType<SpfBranch> = z
  .lazy(() =>
    z.object({
      domain: z.string(),
      record: z.string().exactOptional(),
      terms: z.array(
        z.object({ text: z.string(), place: z.number(), lookups: z.number(), isVoid: z.boolean(), inner: spfBranch.exactOptional() }),
      ),
    }),
  )
  .meta({ id: "SpfBranch" });

const domain = {
  domain: z.string(),
  records: z.array(
    z.object({
      record: z.object({ type: word<DnsType>(), name: z.string() }),
      values: texts,
      published: z.boolean(),
      visible: z.boolean(),
      answers: z.object({ published: z.array(answer), visible: z.array(answer) }),
    }),
  ),
  findings: z.array(finding),
  spf: z
    .object({
      lookups: z.number().describe("at most 10"),
      voidLookups: z.number().describe("that find nothing; at most 2"),
      isWhole: z.boolean().describe("false: there are more"),
      tree: spfBranch,
    })
    .exactOptional(),
  triedSelectors: z
    .object({ found: texts, count: z.number(), unknown: z.number().describe("that could not be looked up") })
    .exactOptional()
    .describe("when no selector was named"),
  notLookedAt: texts,
};

export const domainAnswer = z.object({ version, ...domain });

export const domainsAnswer = z.object({ version, domains: z.array(z.object(domain)) });
