/** Which environment a release comes from, and when it may. Without it, an environment is applied on every merge to the main branch. */
import { z } from "zod";
import { group, number, oneOf, text } from "./field-kinds";

export const promotionSchema = group(
  "From where releases come: only `twinpost promote` changes the environment then. Left out: a merge to the main branch changes it.",
  {
    from: text<string>((value) => /^[a-z][a-z0-9-]{1,15}$/.test(value), {
      problem: "is not an environment name",
      expected: "the name of another environment",
      remedy: "name the environment in which a release is applied and verified first",
    }).describe("The environment in which a release is applied and verified first."),
    soakHours: number((value) => Number.isInteger(value) && value >= 0 && value <= 24 * 30, {
      problem: "is not a number of hours",
      expected: "a whole number from 0 to 720",
      remedy: "write 24, or 0 for no wait",
    })
      .optional()
      .describe("Hours for which a release must have been applied there, without another one between. Default: 24."),
    emergency: z
      .array(
        text<`@${string}`>((value) => /^@[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/.test(value), {
          problem: "is not a user of GitHub",
          expected: '"@user"; a job cannot see who is in a team',
          remedy: 'write it like "@ada"',
        }).describe("A user of GitHub."),
      )
      .min(1)
      .optional()
      .describe("Who may promote what is on the main branch at once, with a reason, in an emergency. Left out: nobody."),
    approval: oneOf(["environment", "pull request"], 'write "pull request" where GitHub cannot hold a job for reviewers')
      .optional()
      .describe(
        "What is approved: the job, by the reviewers of the GitHub environment; or a pull request that names the commit in `environments/releases.json`. Default: `environment`.",
      ),
  },
);

/** Hours. */
export const usualSoak = 24;
