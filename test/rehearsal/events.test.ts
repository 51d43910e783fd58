import { alarmSteps } from "../../rehearsal/alarm";
import { eventSteps } from "../../rehearsal/events";
import type { Delivery } from "../../workflows/seed-test";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";

const named = { named: (id: string, title: string) => ({ id, title }) };
const deliveries: Delivery[] = [{ provider: "ses", recipient: "seed@gmail.com", reference: "0a1b2c", shortcomings: [] }];
const answer = (...standings: string[]) => ({
  ...{ version: 1, askedBy: "id" },
  messages: standings.map((standing) => ({ standing, means: "", next: "", ids: {}, steps: [] })),
});
const [target = ""] = staging.alerts.notify;
const subject = 'ALARM: "twinpost-staging/sendgrid-failures-page" in EU (Ireland)';

async function run(steps: ReturnType<typeof eventSteps>): Promise<string[]> {
  const notes: string[] = [];
  for (const { run } of steps) await run((text) => notes.push(text));
  return notes;
}

describe("events", () => {
  const use = (verb: (...words: string[]) => unknown) => {
    let ms = 0;
    return { user: { verb: async (...words: string[]) => verb(...words) }, progress: { now: () => (ms += 25_000) } };
  };

  test("each invitation is traced by its own id, again until it is known", async () => {
    const answers = [answer(), answer("on its way"), answer("delivered")];
    const asked: string[] = [];
    const found = { deliveries };
    const verb = (...words: string[]): unknown => {
      asked.push(words.join(" "));
      return answers.shift();
    };
    await run(eventSteps(staging, { use: use(verb), found, step: named }, []));
    expect(asked).toEqual(Array(3).fill("staging trace 0a1b2c"));
    expect(found).toMatchObject({ traced: [{ reference: "0a1b2c", provider: "ses", standing: "delivered" }] });
  });

  test("one that bounced fails it, by its id", async () => {
    await expect(run(eventSteps(staging, { use: use(() => answer("bounced")), found: { deliveries }, step: named }, []))).rejects.toThrow(
      "0a1b2c through ses: bounced",
    );
  });

  test("where all mail ends in a test server there are none", () => {
    expect(eventSteps(dev, { use: use(() => answer()), found: { deliveries }, step: named }, [])).toEqual([]);
  });
});

describe("an alarm", () => {
  /** @param mails that come once something was sent. */
  const use = (mails: { to: string; subject: string }[], earlier: typeof mails = []) => {
    let ms = 0;
    const sent: string[] = [];
    const confirmed: string[] = [];
    return {
      ...{ sent, confirmed },
      user: { sendToNobody: async (environment: typeof staging) => 23 + sent.push(environment.name) },
      sandbox: {
        confirmAlerts: (address: string) => void confirmed.push(address),
        alertMails: () => [...earlier, ...(sent.length > 0 ? mails : [])],
      },
      progress: { now: () => (ms += 10_000) },
    };
  };

  test("is heard by a declared target, which confirmed before", async () => {
    const effects = use([{ to: target, subject }]);
    const found = {};
    await run(alarmSteps(staging, { use: effects, found, step: named }, []));
    expect(effects).toMatchObject({ sent: ["staging"], confirmed: [target] });
    expect(found).toMatchObject({ heard: { alarm: "twinpost-staging/sendgrid-failures-page", target, messages: 24 } });
  });

  test.each([
    ["that it is over", { to: target, subject: subject.replace("ALARM", "OK") }],
    ["one of another environment", { to: target, subject: subject.replace("staging/", "staging-eu/") }],
    ["what somebody else got", { to: "somebody@else.example", subject }],
  ])("%s is not it", async (_, mail) => {
    await expect(run(alarmSteps(staging, { use: use([mail]), found: {}, step: named }, []))).rejects.toThrow("no alarm was heard");
  });

  test("one that rang before is not it", async () => {
    const effects = use([], [{ to: target, subject }]);
    await expect(run(alarmSteps(staging, { use: effects, found: {}, step: named }, []))).rejects.toThrow("no alarm was heard");
  });

  test("is not tried where the primary takes only declared recipients", async () => {
    const effects = use([]);
    const restricted = { ...staging, sendingProviders: { primary: "ses" as const }, recipients: { allow: ["a@example.com"] } };
    await run(alarmSteps(restricted, { use: effects, found: {}, step: named }, []));
    expect(effects.sent).toEqual([]);
  });
});
