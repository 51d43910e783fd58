/** The messages that a user has submitted, as the Email Logs keep them: for 30 days, with the key that each was sent with. */

/** What became of it last, as https://github.com/twilio/sendgrid-oai spec/json/tsg_logs_v3.json names it. */
export type LogStatus = "processed" | "delivered" | "deferred" | "dropped" | "bounced" | "blocked";

export interface LoggedMessage {
  /** `sg_message_id`: it begins with what SMTP answered, and is another for each recipient. */
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  apiKeyId: string;
  from: string;
  to: string;
  subject: string;
  /** The receiver took it, whatever came later. */
  delivered?: boolean;
  status?: LogStatus;
}

const daysMs = 30 * 24 * 60 * 60 * 1000;

export class EmailLogs {
  #messages: LoggedMessage[] = [];

  add(message: LoggedMessage): void {
    this.#messages.push(message);
  }

  /** Of one recipient, everything. */
  forget(to: string): void {
    this.#messages = this.#messages.filter((message) => message.to.toLowerCase() !== to.toLowerCase());
  }

  /** Newest first. */
  since(time: number, now: number): LoggedMessage[] {
    return this.#messages.filter(({ createdAt }) => createdAt > Math.max(time, now - daysMs)).reverse();
  }

  /** @param messageId what SMTP answered */
  become(messageId: string, to: string, status: LogStatus): void {
    for (const message of this.#messages) {
      if (message.to !== to || !message.id.startsWith(messageId)) continue;
      message.status = status;
      if (status === "delivered") message.delivered = true;
    }
  }

  byId(id: string): LoggedMessage | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  /** As if they had been sent so much earlier. */
  pass(ms: number): void {
    for (const message of this.#messages) message.createdAt -= ms;
  }
}
