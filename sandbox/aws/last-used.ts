/**
 * When, where and for which service an access key was last used, a login at SES's SMTP servers included.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html: the service and region of the last request made with the key,
 * "N/A" and no date for one that was never used. The date is to the minute, as in AWS's examples. Not here: IAM's delay of up to four hours.
 */
import type { AccessKeys } from "./access-keys";
import type { Answerer } from "./call";

export const lastUsed =
  (keys: AccessKeys): Answerer =>
  ({ service, operation, account, body }) => {
    if (service !== "iam" || operation !== "GetAccessKeyLastUsed") return undefined;
    const found = keys.lastUse(account, new URLSearchParams(body.toString()).get("AccessKeyId") ?? "");
    if (!found) return undefined;
    const { userName, use } = found;
    const date = use ? `<LastUsedDate>${new Date(use.at - (use.at % 60_000)).toISOString().replace(".000Z", "Z")}</LastUsedDate>` : "";
    const place = `<Region>${use?.region ?? "N/A"}</Region><ServiceName>${use?.service ?? "N/A"}</ServiceName>`;
    const result = `<UserName>${userName}</UserName><AccessKeyLastUsed>${place}${date}</AccessKeyLastUsed>`;
    const xml = `<GetAccessKeyLastUsedResult>${result}</GetAccessKeyLastUsedResult>`;
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: `<GetAccessKeyLastUsedResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${xml}</GetAccessKeyLastUsedResponse>`,
    };
  };
