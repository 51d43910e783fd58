/** An alarm that rings: mail that receivers refuse, until whoever is declared as its target was told. */
import { setTimeout as pause } from "node:timers/promises";
import { keepsEvents } from "../declaration/events";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { sendingProviders } from "../mail/providers/sending-providers";
import type { Step } from "../workflows/steps";

export interface HeardAlarm {
  /** Of CloudWatch. */
  alarm: string;
  target: string;
  /** From the first message to the mail that told of it. */
  seconds: number;
  messages: number;
}

/** A mail of the alert topic. */
interface AlertMail {
  to: string;
  subject: string;
}

export interface AlarmEffects {
  user: { sendToNobody(environment: Environment): Promise<number> };
  sandbox: {
    /** Somebody reads the mail that asks the target to confirm, and follows its link. */
    confirmAlerts(address: string): void;
    alertMails(): readonly AlertMail[];
  };
  progress: { now(): number };
}

interface AlarmContext {
  use: AlarmEffects;
  found: { heard?: HeardAlarm };
  step: { named(what: string, title: string): Pick<Step, "id" | "title"> };
}

const patienceMs = 60_000;
const pauseMs = 200;

/** @param after ids of steps. */
export function alarmSteps(environment: Environment, { use, found, step }: AlarmContext, after: string[]): Step[] {
  if (!keepsEvents(environment)) return [];
  const { primary } = environment.sendingProviders;
  return [
    {
      ...step.named("alarm", "send mail that nobody takes, until an alarm is heard"),
      after,
      run: async (note) => {
        const targets = environment.alerts.notify.filter((target) => !target.startsWith("https://"));
        if (targets.length === 0) return note("not tried: no alert goes to an address, and the sandbox reaches no web addresses");
        if (environment.recipients && sendingProviders[primary].refusesStrangers)
          return note("not tried: the primary refuses the recipients that it takes, as declared");
        for (const target of targets) use.sandbox.confirmAlerts(target);
        const began = use.progress.now();
        const before = use.sandbox.alertMails().length;
        const messages = await use.user.sendToNobody(environment);
        const mail = await heard(environment.name, targets, before, use);
        const alarm = /"([^"]+)"/.exec(mail.subject)?.[1] ?? mail.subject;
        found.heard = { alarm, target: mail.to, seconds: (use.progress.now() - began) / 1000, messages };
        note(`${alarm} rang ${found.heard.seconds.toFixed(0)} s after the first of ${messages} messages, and ${mail.to} was told`);
      },
    },
  ];
}

/** @param before mails that came earlier. */
async function heard(name: string, targets: readonly string[], before: number, { sandbox, progress }: AlarmEffects): Promise<AlertMail> {
  const deadline = progress.now() + patienceMs;
  for (;;) {
    const mail = sandbox
      .alertMails()
      .slice(before)
      .find(({ to, subject }) => targets.includes(to) && subject.startsWith("ALARM:") && subject.includes(`"twinpost-${name}/`));
    if (mail) return mail;
    if (progress.now() > deadline)
      throw new OperatorError(
        `no alarm was heard within ${patienceMs / 1000} s`,
        "the functions' lines and the alarms' states tell how far it came",
      );
    await pause(pauseMs);
  }
}
