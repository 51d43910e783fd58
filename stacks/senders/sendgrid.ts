/** SendGrid in an email stack: its own Terraform plugin, what it needs to send for the domain, and where it posts events. */
import { TerraformOutput } from "cdktf";
import { unsubscribeGroupOutput } from "../../declaration/names/sendgrid";
import type { Sender } from "./sender";
import { SendgridProvider } from "./sendgrid-bindings";
import { SendgridEvents } from "./sendgrid-events";
import { SendgridSender } from "./sendgrid-sender";

const eventsId = "sendgrid-events";

export const sendgrid: Sender = {
  connect: (stack, { sendgrid: declared }) =>
    void new SendgridProvider(stack, "sendgrid-provider", { region: declared?.region, subuser: declared?.subuser }),
  watch: (stack, { environment: { sendgrid: declared } }) => ({
    alarms: {},
    charts: [],
    variables: {
      TWINPOST_WEBHOOK_URL: (stack.node.findChild(eventsId) as SendgridEvents).address,
      ...(declared?.region ? { TWINPOST_PROVIDER_REGION: declared.region } : {}),
      ...(declared?.subuser ? { TWINPOST_SUBUSER: declared.subuser } : {}),
    },
  }),
  declare(stack, { environment }) {
    const { records, unsubscribeGroup } = new SendgridSender(stack, "sendgrid", environment);
    new SendgridEvents(stack, eventsId, environment);
    if (unsubscribeGroup) new TerraformOutput(stack, unsubscribeGroupOutput, { value: unsubscribeGroup });
    return records;
  },
};
