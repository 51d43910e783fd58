/** Every kind of finding that a verb can produce, by its stable id. docs/findings.md is generated from it (`npm run docs`). */
import type { FindingKind } from "./kind";
import { accessKinds } from "./kinds/access";
import { accountStackKinds } from "./kinds/account-stack";
import { adoptKinds } from "./kinds/adopt";
import { declaredKinds } from "./kinds/declared";
import { dkimKinds } from "./kinds/dkim";
import { dmarcKinds } from "./kinds/dmarc";
import { dnsKinds } from "./kinds/dns";
import { doctorKinds } from "./kinds/doctor";
import { doctorCredentialKinds } from "./kinds/doctor-credentials";
import { doctorDnsHostKinds } from "./kinds/doctor-dns-hosts";
import { doctorProviderKinds } from "./kinds/doctor-providers";
import { doctorUnknownKinds } from "./kinds/doctor-unknown";
import { forecastKinds } from "./kinds/forecast";
import { githubKinds } from "./kinds/github";
import { lossKinds } from "./kinds/losses";
import { providerKinds } from "./kinds/providers";
import { recordChangeKinds } from "./kinds/record-changes";
import { serviceKinds } from "./kinds/services";
import { spfKinds } from "./kinds/spf";
import { unknownChangeKinds } from "./kinds/unknown-changes";

const all = {
  ...spfKinds,
  ...dkimKinds,
  ...dmarcKinds,
  ...dnsKinds,
  ...providerKinds,
  ...forecastKinds,
  ...lossKinds,
  ...recordChangeKinds,
  ...serviceKinds,
  ...accessKinds,
  ...unknownChangeKinds,
  ...accountStackKinds,
  ...doctorKinds,
  ...doctorCredentialKinds,
  ...doctorDnsHostKinds,
  ...doctorProviderKinds,
  ...doctorUnknownKinds,
  ...adoptKinds,
  ...githubKinds,
  ...declaredKinds,
};

export type FindingId = keyof typeof all;

export const catalogue: Readonly<Record<FindingId, FindingKind>> = all;
