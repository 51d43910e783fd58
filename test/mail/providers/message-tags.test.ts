import MailComposer from "nodemailer/lib/mail-composer";
import { taggingHeaders } from "../../../mail/providers/message-tags";

const tags = { id: "inv-42", stream: "invitations" };

test("SES's form, and SendGrid's", () => {
  const headers = taggingHeaders(tags);
  expect(headers["X-SES-MESSAGE-TAGS"]).toBe("twinpost_message=inv-42, twinpost_stream=invitations");
  expect(JSON.parse(headers["X-SMTPAPI"] ?? "")).toEqual({ unique_args: { twinpost_message: "inv-42", twinpost_stream: "invitations" } });
});

test.each(["", "a b", "ä", "a,b=c", 'a"b', "a\r\nBcc: x@example.org", "x".repeat(257)])("%j is no tag", (text) => {
  expect(() => taggingHeaders({ ...tags, id: text })).toThrow("no tag");
  expect(() => taggingHeaders({ ...tags, stream: text })).toThrow("no tag");
});

test("the longest id survives a mail program", async () => {
  const id = "x".repeat(256);
  const headers = Object.entries(taggingHeaders({ ...tags, id })).map(([key, value]) => ({ key, value: { prepared: true, value } }));
  const unfolded = String(await new MailComposer({ headers, text: "x" }).compile().build()).replaceAll(/\r\n[ \t]/g, " ");
  const value = /^X-SMTPAPI: (.*)\r$/m.exec(unfolded)?.[1] ?? "";
  expect(JSON.parse(value).unique_args.twinpost_message).toBe(id);
});
