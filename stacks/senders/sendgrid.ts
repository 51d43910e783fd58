/** SendGrid in an email stack: its own Terraform plugin, and the authenticated domain. It publishes nothing to CloudWatch or SNS. */
import { SendgridProvider } from "../bindings/sendgrid";
import { SendgridSender } from "../constructs/sendgrid-sender";
import type { Sender } from "./sender";

export const sendgrid: Sender = {
  connect: (stack) => void new SendgridProvider(stack, "sendgrid-provider"),
  declare: (stack, { environment }) => new SendgridSender(stack, "sendgrid", environment).records,
};
