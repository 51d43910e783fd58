/**
 * A message to as many recipients as SendGrid takes, on a machine that has much else to do: nothing that is temporary becomes a verdict. A hundred
 * copies are really transmitted, five times as many as go out at once; the others end at the question for a mail exchange, which there is not.
 */
import { type SubmissionWorld, startSubmissionWorld } from "./world";

let world: SubmissionWorld;
beforeAll(async () => {
  world = await startSubmissionWorld();
  const made = await world.authenticate("reject.example");
  world.publish(made.dns);
  await world.validate(made);
  // A handshake for each copy would be most of the work, and proves nothing here.
  world.receiver.behaviour.offersTls = false;
});
afterAll(() => world.stop());

const recipients = (count: number, domain: string): string[] => Array.from({ length: count }, (_, index) => `r${index}@${domain}`);

test("a thousand recipients are taken, and all copies pass; one recipient more is refused", async () => {
  await world.send({ to: [], bcc: [...recipients(100, "receiver.example"), ...recipients(901, "nowhere.example")] });
  const { outcomes } = world.submission;
  const told = outcomes.map(({ recipient, code, attempts }) => `${recipient.split("@")[1]} ${code} ${attempts}`);
  const count = (text: string): number => told.filter((each) => each === text).length;
  expect([outcomes.length, count("receiver.example 250 1"), count("nowhere.example 550 1")]).toEqual([1000, 100, 900]);
  expect(outcomes.some(({ recipient }) => recipient === "r900@nowhere.example")).toBe(false);
  const verdicts = world.receiver.received.map(
    ({ judged: { spf, dkim } }) => `${spf ? spf.status.result : ""} ${dkim.results.map(({ status }) => status.result).join()}`,
  );
  expect([verdicts.length, ...new Set(verdicts)]).toEqual([100, "pass pass"]);
});
