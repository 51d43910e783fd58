import { publishSender, startWorld, stranger } from "./world";

let world: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  world = await startWorld({ bulkAbove: 1 });
  for (const domain of ["one.example", "two.example", "three.example", "four.example"]) {
    publishSender(world.zones, domain, domain === "three.example" ? undefined : "v=DMARC1; p=none");
  }
});
afterAll(() => world.stop());

it.each([
  ["an unsigned message", "one.example", {}, /550 5\.7\.30 /],
  ["a message that SPF does not pass", "two.example", { signedBy: "two.example", localAddress: stranger }, /550 5\.7\.27 /],
  ["a domain without DMARC", "three.example", { signedBy: "three.example" }, /550 5\.7\.40 /],
  ["a message without alignment", "four.example", { signedBy: "one.example", mailFrom: "b@one.example" }, /421 4\.7\.32 /],
])("Gmail refuses %s from the message on that makes its sender a bulk sender", async (_, domain, mail, response) => {
  const message = { from: `a@${domain}`, mailFrom: `b@${domain}`, ...mail };
  expect(await world.send("gmail", message)).toMatch(/^250/);
  await expect(world.send("gmail", message)).rejects.toMatchObject({ response: expect.stringMatching(response) });
});

it("Outlook and Yahoo want SPF, DKIM and DMARC of a bulk sender, and take mail that has them", async () => {
  const whole = { from: "a@one.example", mailFrom: "b@one.example", signedBy: "one.example" };
  const unsigned = { from: "a@one.example", mailFrom: "b@one.example" };
  for (const [name, response] of [
    [
      "outlook",
      "5.7.515 Access denied, sending domain one.example does not meet the required authentication level. Spf=Pass, Dkim=Fail, DMARC=Pass",
    ],
    ["yahoo", "554 5.7.9"],
  ] as const) {
    await world.send(name, unsigned);
    await expect(world.send(name, unsigned)).rejects.toMatchObject({ response: expect.stringContaining(response) });
    expect(await world.send(name, whole)).toMatch(/^250/);
  }
});
