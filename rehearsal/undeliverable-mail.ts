/** Mail that every receiver refuses, sent as the application would: with the application secret's login, to mailboxes that do not exist. */
import { submitMessage } from "../adapters/smtp/submission";
import type { ApplicationSettings } from "../declaration/names/application";
import type { Environment } from "../declaration/schema/environment";
import { taggingHeaders } from "../mail/providers/message-tags";
import type { Connections } from "../wiring/connections";
import { trustedBy } from "../wiring/credentials";

/** More than an alarm needs within an hour. */
const messages = 24;

/** @param domains of receivers that refuse a recipient whom its name tells them to. @returns how many were sent. */
export async function sendToNobody(
  environment: Environment,
  { settings, domains }: { settings: ApplicationSettings; domains: readonly string[] },
  connections: Connections,
): Promise<number> {
  const { sender, sendingProviders } = environment;
  const ca = trustedBy(sendingProviders.primary, environment, connections);
  const { SMTP_SERVER: host, SMTP_PORT: port, SMTP_USER: user, SMTP_PASSWORD: password } = settings;
  for (let number = 0; number < messages; number++) {
    const id = `nobody-${number}`;
    const message = {
      from: { name: sender.name, address: sender.address },
      to: `receiver-550.5.1.1+${id}@${domains[number % domains.length]}`,
      subject: `To nobody (${number})`,
      text: "This mailbox does not exist, so that an alarm rings.\n",
      headers: taggingHeaders({ id, stream: "rehearsal" }),
    };
    await submitMessage({ host, port: Number(port), user, password, ca, message });
  }
  return messages;
}
