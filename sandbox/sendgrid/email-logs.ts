/** The messages that a user has submitted, as the Email Logs keep them: for 30 days, with the key that each was sent with. */

export interface LoggedMessage {
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  apiKeyId: string;
  from: string;
  to: string;
  subject: string;
  /** The receiver took it. */
  delivered?: boolean;
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

  deliver(id: string, to: string): void {
    for (const message of this.#messages) if (message.id === id && message.to === to) message.delivered = true;
  }

  byId(id: string): LoggedMessage | undefined {
    return this.#messages.find((message) => message.id === id);
  }
}
