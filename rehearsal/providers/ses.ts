/** SES's stand-in in a rehearsal: a submission server for each region. */
import { withSenders } from "../changes/recipe";
import type { ProviderStage } from "./provider-stage";

/** Each costs a look-up, however often it is named: RFC 7208 4.6.4 allows ten. */
const manyIncludes = Array<string>(10).fill("include:sendgrid.net");

export const sesStage: ProviderStage = {
  relay: ({ sesSubmissions }, region) => sesSubmissions.get(region),
  addresses: ({ sesSubmissions }) =>
    [...sesSubmissions].map(([region, { host, port }]) => [`SMTP, SES ${region}`, `${host}:${port}`, "STARTTLS, AUTH"]),
  changes: [
    {
      id: "no-ses-key",
      what: "one of SES's three keys is deleted",
      breaksMail: true,
      // SES documents TEMPORARY_FAILURE as "a temporary issue", and not what becomes of mail meanwhile.
      belief: "ses",
      edit: ({ remove }) => [remove("ses-dkim-2")],
    },
    {
      id: "too-many-lookups",
      what: "SES's return path needs too many look-ups",
      breaksMail: true,
      edit: ({ edit }) => [edit("ses-mail-from-spf", withSenders(manyIncludes))],
    },
  ],
};
