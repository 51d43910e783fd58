/**
 * What is declared about the organisational domains: the names above the environments' sending domains, which other tools send from too.
 * Account and zones are checked as in an environment.
 */
import { z } from "zod";
import { environmentSchema, mailPolicyShape, text } from "./schema";

export type Organisation = z.infer<typeof organisationSchema>;
export type OrganisationalDomain = Organisation["domains"][number];

const minimumEvidence = 20;

const organisationalDomain = z.strictObject({
  /** The zone is the organisational domain. */
  cloudflare: environmentSchema.shape.cloudflare,
  ...mailPolicyShape,
  dmarc: mailPolicyShape.dmarc.extend({
    /** Why nobody who sends from the domain or a name below it is hurt by p and sp: from when to when which reports were read. */
    evidence: text<string>((value) => value.trim().length >= minimumEvidence && !/\p{Cc}/u.test(value), {
      problem: "is not evidence",
      expected: `at least ${minimumEvidence} characters without line breaks`,
      remedy: 'say what was read and what it showed, such as "aggregate reports of 2026-10: every sender aligned"',
    }).optional(),
  }),
});

export const organisationSchema = z.strictObject({
  /** Where Terraform's state of these records lies. */
  aws: environmentSchema.shape.aws,
  domains: z.array(organisationalDomain),
});
