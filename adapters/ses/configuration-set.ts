/** Whether mail of a configuration set is sent: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutConfigurationSetSendingOptions.html */
import type { SESv2 } from "@aws-sdk/client-sesv2";
import { callAws } from "../aws/call";

/** May be repeated. */
export async function setConfigurationSetSending(ses: SESv2, name: string, on: boolean): Promise<void> {
  await callAws("SES PutConfigurationSetSendingOptions", () =>
    ses.putConfigurationSetSendingOptions({ ConfigurationSetName: name, SendingEnabled: on }),
  );
}
