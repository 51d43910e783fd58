import { readHeader, setHeaders } from "../../../sandbox/submission/headers";

const message = (text: string) => Buffer.from(text.replaceAll("\n", "\r\n"), "latin1");
const mail = message("From: a@b.example\nSubject: one\n two\nX-Old: 1\n\nbody with X-Old: 2\n\nend\n");

test("a folded header is read in one line, whatever the case of its name", () => {
  expect(readHeader(mail, "subject")).toBe("one two");
  expect(readHeader(mail, "X-Missing")).toBeUndefined();
});

test("setting a header replaces it, folded lines included, and leaves the body alone", () => {
  const changed = setHeaders(mail, { subject: "new", "X-New": "2" });

  expect(changed).toEqual(message("From: a@b.example\nX-Old: 1\nsubject: new\nX-New: 2\n\nbody with X-Old: 2\n\nend\n"));
});

test("a message without a body gets its empty line", () => {
  expect(setHeaders(message("From: a@b.example\n"), { "X-New": "2" })).toEqual(message("From: a@b.example\nX-New: 2\n\n"));
});

test("bytes that are not ASCII stay as they are", () => {
  const bytes = Buffer.concat([message("From: "), Buffer.from([0xc3, 0xbc, 0xff]), message("\n\n"), Buffer.from([0xfe, 0x80])]);

  expect(setHeaders(bytes, {})).toEqual(bytes);
});
