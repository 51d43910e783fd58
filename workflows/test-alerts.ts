/**
 * Rings every target of an environment's alerts with a message that says that it is a test, and tells what came back from each. Of some nothing can
 * come back: whether an e-mail arrived, only its reader knows. Nothing changes, and no alarm rings.
 */
import type { Urgency } from "../declaration/alarms/alarm";
import type { Environment } from "../declaration/schema/environment";

export interface AlertTarget {
  /** "pages", "tickets", "webhook", "heartbeat". */
  way: "pages" | "tickets" | "webhook" | "heartbeat";
  /** An address; of what is in a secret, nothing. */
  target?: string;
  result: /** It answered that it took the message. */
    | "taken"
    /** Handed to SNS, which brings it: look there. */
    | "sent"
    /** Its owner has not followed the link that SNS sent. */
    | "not confirmed"
    | "failed"
    | "not declared";
  detail?: string;
}

export interface Subscriber {
  protocol: string;
  endpoint: string;
  isConfirmed: boolean;
}

export interface TestAlertsEffects {
  newId(): string;
  topics: {
    publish(urgency: Urgency, message: { subject: string; text: string }): Promise<string>;
    subscribers(urgency: Urgency): Promise<Subscriber[]>;
  };
  functions: {
    /** @returns what the webhook answered. */
    post(test: { id: string; urgency: Urgency; text: string }): Promise<{ is: string; status?: number; why?: string; answer?: string }>;
    heartbeat(): Promise<{ heartbeat: string; why?: string }>;
  };
}

/** @throws nothing: what fails is told of its target. */
export async function testAlerts({ name, alerts }: Pick<Environment, "name" | "alerts">, use: TestAlertsEffects): Promise<AlertTarget[]> {
  const id = `test-${use.newId()}`;
  const text = `TEST of the alerts of ${name}, asked for by \`twinpost alerts test\`: nothing is wrong. ${id}`;
  return [
    ...(await ring("pages", "page", text, name, use)),
    ...(await ring("tickets", "ticket", text, name, use)),
    alerts.webhook ? await postOnce(id, text, use) : { way: "webhook", result: "not declared" },
    alerts.heartbeat ? await beat(use) : { way: "heartbeat", result: "not declared" },
  ];
}

async function ring(
  way: "pages" | "tickets",
  urgency: Urgency,
  text: string,
  name: string,
  use: TestAlertsEffects,
): Promise<AlertTarget[]> {
  try {
    const detail = `message ${await use.topics.publish(urgency, { subject: `TEST: ${way} of ${name}`, text })}`;
    const people = (await use.topics.subscribers(urgency)).filter(({ protocol }) => protocol !== "lambda");
    return people.map(({ endpoint, isConfirmed }) => ({
      way,
      target: endpoint,
      ...(isConfirmed ? { result: "sent", detail } : { result: "not confirmed" }),
    }));
  } catch (error) {
    return [{ way, result: "failed", detail: messageOf(error) }];
  }
}

async function postOnce(id: string, text: string, use: TestAlertsEffects): Promise<AlertTarget> {
  try {
    const { is, status, why, answer } = await use.functions.post({ id, urgency: "page", text });
    const detail = [status ? `status ${status}` : undefined, why ?? answer].filter(Boolean).join(": ");
    return { way: "webhook", result: is === "taken" ? "taken" : "failed", ...(detail ? { detail } : {}) };
  } catch (error) {
    return { way: "webhook", result: "failed", detail: messageOf(error) };
  }
}

async function beat(use: TestAlertsEffects): Promise<AlertTarget> {
  try {
    const { heartbeat, why } = await use.functions.heartbeat();
    return { way: "heartbeat", result: heartbeat === "sent" ? "taken" : "failed", ...(why ? { detail: why } : {}) };
  } catch (error) {
    return { way: "heartbeat", result: "failed", detail: messageOf(error) };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
