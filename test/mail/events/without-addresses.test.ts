import fc from "fast-check";
import { addressOf } from "../../../mail/events/fields";
import type { MailEvent } from "../../../mail/events/mail-event";
import { withoutAddresses } from "../../../mail/events/without-addresses";

const stored = async (recipient: string, text: string): Promise<string> => {
  const event: MailEvent = {
    id: "e",
    provider: "sendgrid",
    kind: "bounced",
    at: 1,
    recipient,
    message: {},
    failure: { class: "unknown", severity: "hard", text },
  };
  return JSON.stringify(await withoutAddresses(event, async () => "digest"));
};

test.each([
  ["ada-b.lovelace@client.example", "550 <Ada-B.Lovelace@client.example>: no mailbox ada-b.lovelace here", /lovelace|client/i],
  ["o'brien+x@client.example", "550 o'brien+x@client.example; o'brien+x is unknown", /brien|client/i],
  ["(x)[y]{z}|$^*?@client.example", "no (x)[y]{z}|$^*? here", /\(x\)/],
  ["jörg.müller@client.example", "Kein Postfach Jörg.Müller, siehe hilfe@anderer.example", /ller|hilfe/i],
])("%s is not in what is stored", async (recipient, text, trace) => {
  expect(await stored(recipient, text)).not.toMatch(trace);
});

test("a local part of a letter or two is in every sentence, and stays", async () => {
  expect(await stored("me@client.example", "550 let me know at me@client.example")).toContain("let me know at <address>");
});

test("whatever the address and the text: it never throws, and the address is gone", async () => {
  const local = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(local, fc.string({ unit: "grapheme" }), async (name, around) => {
      const recipient = addressOf(`${name}@client.example`);
      if (recipient === undefined) return;
      expect(await stored(recipient, `${around} <${recipient}> ${around}`)).not.toContain("@client.example");
    }),
  );
});
