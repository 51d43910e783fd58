import { readMessage } from "../../../sandbox/receivers/mime";

const message = (...lines: string[]): Buffer => Buffer.from(lines.join("\r\n"));

it("decodes words, keeping a comma inside a name and dropping the space between two words", () => {
  const content = readMessage(
    message(
      "From: =?utf-8?Q?M=C3=BCller=2C_Jo?= <jo@example.com>",
      "To: Ann <ann@gmail.com>,",
      " bob@gmail.com",
      "Subject: =?UTF-8?B?R3LDvMOf?=",
      " =?iso-8859-1?q?e_an_K=F6ln?= today",
      "",
      "Hi",
    ),
  );
  expect(content.from).toMatchObject({ name: "Müller, Jo", address: "jo@example.com" });
  expect(content.to.map(({ address }) => address)).toEqual(["ann@gmail.com", "bob@gmail.com"]);
  expect(content.subject).toBe("Grüße an Köln today");
});

it.each([
  ["quoted-printable", "a long =\r\nline, gr=C3=BC=C3=9Fe", "a long line, grüße"],
  ["base64", Buffer.from("grüße").toString("base64"), "grüße"],
  ["8bit", "grüße", "grüße"],
])("decodes a %s body", (encoding, body, text) => {
  const raw = message("Content-Type: text/plain; charset=utf-8", `Content-Transfer-Encoding: ${encoding}`, "", body);
  expect(readMessage(raw).text).toBe(text);
});

it("finds text and HTML in nested parts, and counts attachments", () => {
  const raw = message(
    'Content-Type: multipart/mixed; boundary="outer"',
    "",
    "preamble",
    "--outer",
    "Content-Type: multipart/alternative; boundary=inner",
    "",
    "--inner",
    "",
    "plain",
    "--inner",
    "Content-Type: text/html",
    "",
    "<p>rich</p>",
    "--inner--",
    "--outer",
    "Content-Type: text/plain",
    "Content-Disposition: attachment; filename=a.txt",
    "",
    "attached",
    "--outer--",
  );
  expect(readMessage(raw)).toMatchObject({ text: "plain", html: "<p>rich</p>", attachments: 1 });
});

it("makes do with a message that has no headers, no body or no sense", () => {
  for (const raw of [
    "",
    "no colon here",
    "\r\n\r\nbody",
    "Content-Type: multipart/mixed\r\n\r\nx",
    "Content-Type: text/plain; charset=wat\r\n\r\nx",
  ]) {
    expect(readMessage(Buffer.from(raw))).toMatchObject({ from: undefined, to: [], subject: "", date: undefined });
  }
});
