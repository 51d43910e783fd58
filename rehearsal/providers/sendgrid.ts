/** SendGrid's stand-in in a rehearsal: the sandbox has one SendGrid account for all, with the subusers that are declared. */
import { sendgridAccountOf } from "../../declaration/providers/sendgrid-account";
import type { Environment } from "../../declaration/schema/environment";
import { withTags } from "../changes/recipe";
import type { ProviderStage } from "./provider-stage";

export const sendgridStage: ProviderStage = {
  sandboxOptions: (declared, account) => ({
    sendgridUsername: sendgridAccountOf(declared, account)?.username,
    sendgridSubusers: subusersOf(declared.environments),
  }),
  relay: ({ sendgridSubmission }) => sendgridSubmission,
  addresses: ({ env, sendgridSubmission: { host, port } }) => [
    ["SendGrid API", env.TWINPOST_SENDGRID_URL ?? "", "sender authentication, API keys"],
    ["SendGrid API, EU", env.TWINPOST_SENDGRID_EU_URL ?? "", "for subusers there"],
    ["SMTP, SendGrid", `${host}:${port}`, "STARTTLS, AUTH"],
  ],
  changes: [
    {
      id: "no-return-path",
      what: "SendGrid's return path is deleted",
      breaksMail: true,
      edit: ({ remove }) => [remove("sendgrid-return-path")],
    },
    {
      id: "misspelt-key",
      what: "SendGrid's key is misspelt, DMARC made reject",
      breaksMail: true,
      edit: ({ edit }) => [edit("sendgrid-dkim-1", (target) => `${target}.example`), edit("dmarc", withTags({ p: "reject" }))],
    },
  ],
};

/** An administrator has made them: Twinpost only uses them. */
function subusersOf(environments: readonly Environment[]): { username: string; region: "global" | "eu" }[] {
  const declared = environments.flatMap(({ sendgrid }) =>
    sendgrid?.subuser === undefined ? [] : [{ username: sendgrid.subuser, region: sendgrid.region ?? "global" }],
  );
  return [...new Map(declared.map((subuser) => [subuser.username, subuser])).values()];
}
