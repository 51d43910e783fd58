import { messagesHtml } from "../../../rehearsal/report/messages-html";
import { receivedMessage } from "../../../rehearsal/report/received";
import { whyLate } from "../../../rehearsal/report/why-late";
import { delivery } from "./report";

// Fields as the sandbox's servers write them; folded as RFC 5322 2.2.3 allows.
const raw = [
  "Return-Path: <b@bounce.mail.example.com>",
  "Received: from a1.eu-west-1.amazonses.com ([127.0.54.2])",
  "\tby mx.gmail.com (sandbox) with ESMTPS;",
  "\tMon, 23 Nov 2026 08:00:02 +0000",
  "Received: from app.example.com ([127.0.0.1]) by smtp.eu-west-1.amazonaws.com with ESMTPSA; Mon, 23 Nov 2026 08:00:01 +0000",
  "Subject: You are invited",
  "",
  "Received: from nowhere by nobody; in the body",
].join("\r\n");
const evil = `<p>Hello</p><script>alert(1)</script><img src="https://tracker.example/x.gif">"><script>`;
const message = receivedMessage(
  { subject: "You are invited", text: "Hello\r\n</pre><script>", html: evil, receivedAt: "2026-11-23T08:00:02.000Z", raw },
  { environment: "staging", recipient: "seed@gmail.com" },
);

test("the way it took, from the submission on", () => {
  expect(message.hops).toEqual([
    {
      by: "smtp.eu-west-1.amazonaws.com",
      from: "app.example.com",
      protocol: "ESMTPSA",
      at: "Mon, 23 Nov 2026 08:00:01 +0000",
    },
    { by: "mx.gmail.com", from: "a1.eu-west-1.amazonses.com", protocol: "ESMTPS", at: "Mon, 23 Nov 2026 08:00:02 +0000" },
  ]);
  expect(message.headers).toHaveLength(4);
  expect(message.text).toBe("Hello\n</pre><script>");
});

test("its HTML stands in a frame that may do nothing, and nothing of it gets out", () => {
  const page = messagesHtml([{ ...delivery(), message }], true)?.text ?? "";
  expect(page).not.toContain("<script");
  expect(page).not.toContain('<img src="https:');
  const [, frame = ""] = /<iframe ([^>]*)>/.exec(page) ?? [];
  expect(frame).toContain('sandbox=""');
  expect(frame).toMatch(/srcdoc="&lt;meta http-equiv=&quot;Content-Security-Policy&quot; content=&quot;default-src &#39;none&#39;/);
  expect(page).toContain("seed@gmail.com");
  expect(page).toContain("smtp.eu-west-1.amazonaws.com");
});

test("no message, no heading", () => {
  expect(messagesHtml([], true)).toBeUndefined();
});

test.each([
  [
    "late server: no-such-name, serial 3 of 14",
    "it still had an older version of the zone (3, the others had 14): there the name did not exist yet",
  ],
  ["late server: v=spf1 ~all", "it still had an older version of the zone: it answered v=spf1 ~all"],
  [
    "stale cache: no-data, 1790 s left",
    "it remembered an earlier answer: there the name had no such record yet; for another 1790 s it would not have asked again",
  ],
  ["nowhere published yet: no-such-name", "no server had it yet: there the name did not exist yet"],
  ["no usable answer: SERVFAIL", "no usable answer: SERVFAIL"],
])("why a server was late, in words: %s", (why, words) => {
  expect(whyLate(why)).toBe(words);
});
