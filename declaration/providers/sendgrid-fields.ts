/** The fields about SendGrid, of an environment and of an AWS account. Rules between them are in sendgrid.ts. */
import { sendgridRegions, warmsDedicatedIp } from "../../mail/providers/sendgrid-use";
import { flag, group, isSentence, oneOf, text } from "../schema/field-kinds";

/** Of an account, or of a subuser of one. */
const sendgridUsername = (remedy: string) =>
  text<string>((value) => /^[\w.@+-]{1,64}$/.test(value), {
    problem: "is not the user name of a SendGrid account",
    expected: "1 to 64 letters, digits, dots, dashes, underscores, @ or +",
    remedy,
  });

export const sendgridFields = group(
  "How SendGrid is used. Left out: as the account itself, in the global region, from shared IP addresses.",
  {
    region: oneOf(sendgridRegions, 'write "eu" only with a subuser made in the EU, which has a dedicated IP address there')
      .optional()
      .describe("Where SendGrid stores and sends the mail. Default: `global`."),
    subuser: sendgridUsername("make it under Settings, Subuser Management, and copy its name from there")
      .optional()
      .describe("The subuser that sends instead of the account. It belongs to this environment alone."),
    ip: oneOf(["shared", "dedicated"], 'write "dedicated" when the plan of the account has a dedicated IP address (Pro or above)')
      .optional()
      .describe("Whose IP addresses send the mail. Default: `dedicated` with a subuser, otherwise `shared`."),
    lowVolumeReason: text<string>(isSentence, {
      problem: "is not a reason",
      expected: "a sentence: what keeps the IP address warm, or why it may stay cold",
      remedy: `write the reason: a dedicated IP address needs about ${warmsDedicatedIp} messages a month (docs/decisions/0014)`,
    })
      .optional()
      .describe("Why mail is sent from a dedicated IP address although the volume is too low to keep it warm."),
    unsubscribeGroup: group(
      "A group that recipients can unsubscribe from. Mail that its recipients asked for, such as an invitation, needs none.",
      {
        name: text<string>((value) => value.trim() === value && value.length >= 1 && value.length <= 30 && !/\p{Cc}/u.test(value), {
          problem: "is not the name of an unsubscribe group",
          expected: "1 to 30 characters without line breaks or spaces around them",
          remedy: 'write what people unsubscribe from, such as "Product news"',
        }).describe("Its name, as recipients see it."),
        description: text<string>((value) => value.trim() === value && value.length >= 1 && value.length <= 100 && !/\p{Cc}/u.test(value), {
          problem: "is not the description of an unsubscribe group",
          expected: "1 to 100 characters without line breaks or spaces around them",
          remedy: 'write what a member gets, such as "What is new, once a month"',
        }).describe("What its mail is about, as recipients see it."),
      },
    ).optional(),
    linkBranding: group("Tracked links under your own name. It matters only with click tracking, which Twinpost keeps off.", {
      subdomain: text<string>((value) => /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value), {
        problem: "is not a label",
        expected: "1 to 63 lower-case letters, digits or inner dashes, a letter among them",
        remedy: 'write a label below the sending domain, such as "links"',
      }).describe("The label below the sending domain for tracked links."),
    }).optional(),
  },
).optional();

export const sendgridUnenforced = text<string>(isSentence, {
  problem: "is not a reason",
  expected: "a sentence: which control prevents mail to others",
  remedy: "SendGrid cannot limit recipients: write what does, or use another sending provider (docs/decisions/0008)",
}).describe("Why SendGrid may be used anyway.");

export const sendgridAccountFields = group("The SendGrid account that its environments send through. Several AWS accounts may share one.", {
  username: sendgridUsername("copy it from Settings, Account Details; do not use the name of a subuser").describe("Its user name."),
  ownsSettings: flag("write true, unless another AWS account that sends through the same SendGrid account has true already").describe(
    "Whether the stack of this AWS account declares the account-wide settings of SendGrid. Exactly one entry of each user name does.",
  ),
}).optional();
