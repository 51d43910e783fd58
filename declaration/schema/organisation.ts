/**
 * What is declared about the organisational domains: the names above the environments' sending domains, which other tools send from too.
 * Account and zones are checked as in an environment.
 */
import { z } from "zod";
import { dnsSchema } from "../dns-hosts/dns-hosts";
import { environmentSchema } from "./environment";
import { group, text } from "./field-kinds";
import { mailPolicyShape } from "./mail-policy-shape";

export type Organisation = z.infer<typeof organisationSchema>;
export type OrganisationalDomain = Organisation["domains"][number];

const minimumEvidence = 20;

const organisationalDomain = z.strictObject({
  dns: dnsSchema.describe("Where its DNS records are, as in an environment. The zone is the organisational domain."),
  ...mailPolicyShape,
  dmarc: group("The DMARC record. Raising it above `none` needs evidence.", {
    ...mailPolicyShape.dmarc.shape,
    evidence: text<string>((value) => value.trim().length >= minimumEvidence && !/\p{Cc}/u.test(value), {
      problem: "is not evidence",
      expected: `at least ${minimumEvidence} characters without line breaks`,
      remedy: 'write what you read and what it showed, such as "aggregate reports of 2026-10: every sender aligned"',
    })
      .optional()
      .describe(
        "Required once `policy` or `sp` is raised: why no sender of the domain or its subdomains loses mail, and which reports show it.",
      ),
  }),
});

export const organisationSchema = z.strictObject({
  aws: environmentSchema.shape.aws.describe("Where Terraform's state of these records is."),
  review: environmentSchema.shape.review.describe("Who must approve at GitHub before a job may change these records. Left out: nobody."),
  domains: z.array(organisationalDomain.describe("One organisational domain.")).describe("The organisational domains."),
});
