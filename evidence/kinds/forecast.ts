/** What was forecast of a plan: verify says later how it turned out. */
import { z } from "zod";
import type { Forecast, PathForecast } from "../../findings/forecast/forecast";
import { plannedText } from "../../mail/dns/record";
import type { DmarcChange, SpfChange } from "../../mail/forecast/changes";
import type { PathState } from "../../mail/forecast/evaluate";
import { finding, texts, word } from "../words";

const method = z.looseObject({ result: word<PathState["spf"]["result"]>(), domain: z.string(), why: z.string().optional() });

const pathState: z.ZodType<PathState> = z.looseObject({
  provider: word<PathState["provider"]>(),
  authorDomain: z.string(),
  isSetUp: z.boolean(),
  because: texts,
  undecided: texts,
  spf: method,
  dkim: method,
  isProven: z.boolean(),
  verdicts: z.array(
    z.looseObject({
      receiver: word<PathState["verdicts"][number]["receiver"]>(),
      volume: word<PathState["verdicts"][number]["volume"]>(),
      reading: word<PathState["verdicts"][number]["reading"]>(),
      outcome: word<PathState["verdicts"][number]["outcome"]>(),
      why: z.string().exactOptional(),
    }),
  ),
});

const path: z.ZodType<PathForecast> = z.looseObject({
  before: pathState,
  after: pathState,
  isFresh: z.boolean(),
  isEdited: z.boolean(),
  assumed: z.string().exactOptional(),
});

const spfState = z.looseObject({
  records: texts,
  lookups: z.number(),
  voidLookups: z.number(),
  faults: z.array(z.looseObject({ id: word<NonNullable<SpfChange["after"]>["faults"][number]["id"]>(), what: z.string() })),
});

type Policy = NonNullable<DmarcChange["after"]>["policy"];
const policy = word<NonNullable<Policy>>().optional();

const dmarcState = z.looseObject({
  from: z.string().exactOptional(),
  policy,
  below: z.looseObject({ existing: policy, missing: policy }).exactOptional(),
  ownRecords: texts,
  faults: texts,
});

const names = z.array(plannedText);
const pointers = z.looseObject({ added: names, removed: names, changed: names });

export const forecastFields = z.looseObject({
  paths: z.array(path),
  spf: z.array(z.looseObject({ name: z.string(), before: spfState.optional(), after: spfState.optional(), added: texts, removed: texts })),
  dmarc: z.array(
    z.looseObject({
      domain: z.string(),
      reading: word<DmarcChange["reading"]>(),
      before: dmarcState.optional(),
      after: dmarcState.optional(),
    }),
  ),
  selectors: pointers,
  returnPaths: pointers,
  newNames: z.looseObject({ free: z.number(), unknown: z.number() }),
  timeToSafe: z.looseObject({ seconds: z.number(), because: z.string() }).exactOptional(),
  findings: z.array(finding),
});

export const forecast = forecastFields as unknown as z.ZodType<Forecast>;
