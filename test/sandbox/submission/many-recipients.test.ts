/** A message to as many recipients as SendGrid takes, on a machine that has much else to do: nothing that is temporary becomes a verdict. */
import { type SubmissionWorld, startSubmissionWorld } from "./world";

let world: SubmissionWorld;
beforeAll(async () => {
  world = await startSubmissionWorld();
  const made = await world.authenticate("reject.example");
  world.publish(made.dns);
  await world.validate(made);
});
afterAll(() => world.stop());

const recipients = (count: number): string[] => Array.from({ length: count }, (_, index) => `r${index}@receiver.example`);

test("a thousand copies arrive, and all of them pass; one recipient more is refused", async () => {
  await world.send({ to: [], bcc: recipients(1001) });
  expect(world.submission.outcomes).toHaveLength(1000);
  expect(world.submission.outcomes.filter(({ result, attempts }) => result !== "delivered" || attempts > 1)).toEqual([]);
  const verdicts = world.receiver.received.map(
    ({ judged: { spf, dkim } }) => `${spf ? spf.status.result : ""} ${dkim.results.map(({ status }) => status.result).join()}`,
  );
  expect([verdicts.length, ...new Set(verdicts)]).toEqual([1000, "pass pass"]);
}, 120_000);
