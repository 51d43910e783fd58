/** Every kind of finding that a verb can produce, by its stable id. docs/findings.md is generated from it (`npm run docs`). */
import type { FindingKind } from "./kind";
import { accessKinds } from "./kinds/access";
import { dkimKinds } from "./kinds/dkim";
import { dmarcKinds } from "./kinds/dmarc";
import { dnsKinds } from "./kinds/dns";
import { forecastKinds } from "./kinds/forecast";
import { lossKinds } from "./kinds/losses";
import { recordChangeKinds } from "./kinds/record-changes";
import { serviceKinds } from "./kinds/services";
import { spfKinds } from "./kinds/spf";

const all = {
  ...spfKinds,
  ...dkimKinds,
  ...dmarcKinds,
  ...dnsKinds,
  ...forecastKinds,
  ...lossKinds,
  ...recordChangeKinds,
  ...serviceKinds,
  ...accessKinds,
};

export type FindingId = keyof typeof all;

export const catalogue: Readonly<Record<FindingId, FindingKind>> = all;
