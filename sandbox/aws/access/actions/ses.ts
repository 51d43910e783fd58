/** SES's HTTP API, version 2. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html */
import { requestTags } from "../context";
import { type Asked, need, nothing, type Permission, string, tagsOf } from "../permission";

const email = "/v2/email";
const set = `${email}/configuration-sets`;
const identity = `${email}/identities`;
/** By method and path; "{}" is a name. */
const actions: Record<string, string> = {
  [`GET ${email}/account`]: "GetAccount",
  [`PUT ${email}/account/details`]: "PutAccountDetails",
  [`PUT ${email}/account/sending`]: "PutAccountSendingAttributes",
  [`PUT ${email}/account/suppression`]: "PutAccountSuppressionAttributes",
  [`PUT ${email}/account/vdm`]: "PutAccountVdmAttributes",
  [`GET ${set}`]: "ListConfigurationSets",
  [`POST ${set}`]: "CreateConfigurationSet",
  [`GET ${set}/{}`]: "GetConfigurationSet",
  [`DELETE ${set}/{}`]: "DeleteConfigurationSet",
  [`PUT ${set}/{}/delivery-options`]: "PutConfigurationSetDeliveryOptions",
  [`PUT ${set}/{}/reputation-options`]: "PutConfigurationSetReputationOptions",
  [`PUT ${set}/{}/sending`]: "PutConfigurationSetSendingOptions",
  [`PUT ${set}/{}/suppression-options`]: "PutConfigurationSetSuppressionOptions",
  [`PUT ${set}/{}/tracking-options`]: "PutConfigurationSetTrackingOptions",
  [`PUT ${set}/{}/vdm-options`]: "PutConfigurationSetVdmOptions",
  [`GET ${set}/{}/event-destinations`]: "GetConfigurationSetEventDestinations",
  [`POST ${set}/{}/event-destinations`]: "CreateConfigurationSetEventDestination",
  [`PUT ${set}/{}/event-destinations/{}`]: "UpdateConfigurationSetEventDestination",
  [`DELETE ${set}/{}/event-destinations/{}`]: "DeleteConfigurationSetEventDestination",
  [`GET ${identity}`]: "ListEmailIdentities",
  [`POST ${identity}`]: "CreateEmailIdentity",
  [`GET ${identity}/{}`]: "GetEmailIdentity",
  [`DELETE ${identity}/{}`]: "DeleteEmailIdentity",
  [`PUT ${identity}/{}/configuration-set`]: "PutEmailIdentityConfigurationSetAttributes",
  [`PUT ${identity}/{}/dkim`]: "PutEmailIdentityDkimAttributes",
  [`PUT ${identity}/{}/dkim/signing`]: "PutEmailIdentityDkimSigningAttributes",
  // The only one under the first version's path.
  "PUT /v1/email/identities/{}/dkim/signing": "PutEmailIdentityDkimSigningAttributes",
  [`PUT ${identity}/{}/feedback`]: "PutEmailIdentityFeedbackAttributes",
  [`PUT ${identity}/{}/mail-from`]: "PutEmailIdentityMailFromAttributes",
  [`GET ${email}/tags`]: "ListTagsForResource",
  [`POST ${email}/tags`]: "TagResource",
  [`DELETE ${email}/tags`]: "UntagResource",
  [`GET ${email}/suppression/addresses`]: "ListSuppressedDestinations",
  [`GET ${email}/suppression/addresses/{}`]: "GetSuppressedDestination",
  [`PUT ${email}/suppression/addresses`]: "PutSuppressedDestination",
  [`DELETE ${email}/suppression/addresses/{}`]: "DeleteSuppressedDestination",
};
const keys = [/^ses:ApiVersion$/i];

export function ses({ call, input, arn, sesTags }: Asked): Permission[] | undefined {
  const { method = "GET", url = "/" } = call.request;
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const shape = pathname.replace(/(configuration-sets|identities|event-destinations|addresses)\/[^/]+/g, "$1/{}");
  const action = actions[`${method} ${shape}`];
  if (!action) return undefined;
  const tags = tagsOf(input.Tags);
  const tagKeys = searchParams.getAll("TagKeys");
  const more = {
    keys,
    context: { "ses:ApiVersion": "2", ...requestTags(tags), ...(tagKeys.length > 0 ? { "aws:TagKeys": tagKeys } : {}) },
  };
  const resources = namesOf(pathname, searchParams, input, arn).map((each) => ({ arn: each, tags: sesTags(each) }));
  const about = resources.length > 0 ? resources : [nothing];
  const tagging = action.startsWith("Create") && Object.keys(tags).length > 0 ? ["TagResource"] : [];
  return [action, ...tagging].flatMap((each) => about.map((resource) => need(`ses:${each}`, resource, more)));
}

function namesOf(path: string, parameters: URLSearchParams, input: Record<string, unknown>, arn: Asked["arn"]): string[] {
  const tagged = string(input.ResourceArn) || parameters.get("ResourceArn");
  if (tagged) return [tagged];
  const named = (part: string): string => decodeURIComponent(new RegExp(`/${part}/([^/]+)`).exec(path)?.[1] ?? "");
  const name = named("identities") || string(input.EmailIdentity);
  const ofSet = named("configuration-sets") || string(input.ConfigurationSetName);
  return [...(name ? [arn("ses", `identity/${name}`)] : []), ...(ofSet ? [arn("ses", `configuration-set/${ofSet}`)] : [])];
}
