/** What strangers publish is shown, and does nothing: in every form of a verification, whatever characters it has. */
import fc from "fast-check";
import { printableOutput } from "../../cli/printable-output";
import { writeDomains } from "../../cli/verification-format";
import { findingOf } from "../../findings/finding";
import type { DomainVerification } from "../../workflows/verify-domain";

const awkward = fc.constantFrom(
  "\u202e",
  "\u2066",
  "\u001b[2J",
  "\u0000",
  "\r",
  "\u200b",
  "<b>",
  "</pre><script>",
  "](http://x)",
  "`",
  "|",
  "&",
  "::error::",
  "@everyone",
  "%0A",
  '"',
  "'",
);
const strangers = fc
  .array(fc.oneof(awkward, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(""));

function resultOf(text: string): DomainVerification {
  const evidence = [{ server: text, question: `example.com TXT`, answer: text }];
  return {
    domain: "example.com",
    records: [
      {
        record: { type: "TXT", name: "example.com" },
        values: [text],
        published: true,
        visible: false,
        answers: { published: [], visible: [] },
      },
    ],
    findings: [findingOf("spf/syntax", { what: text, where: `example.com TXT`, evidence })],
    spf: {
      lookups: 1,
      voidLookups: 0,
      isWhole: true,
      tree: { domain: "example.com", record: text, terms: [{ text, place: 0, lookups: 1, isVoid: false }] },
    },
    notLookedAt: [],
  };
}

const said = (text: string, format: "text" | "json" | "markdown" | "html", env: NodeJS.ProcessEnv = {}): string => {
  let output = "";
  const stdout = printableOutput({ write: (piece: string) => (output += piece) }, env);
  writeDomains([resultOf(text)], { format }, { env, stdout, stderr: stdout, directory: "", twinpost: async () => 0 as const });
  return output;
};
const hidden = /[\p{Cf}\p{Zl}\p{Zp}]|(?!\n|\t|\r\n)[\p{Cc}]/u;

test.each(["text", "json", "markdown", "html"] as const)("as %s it moves no cursor and turns nothing round", (format) => {
  fc.assert(
    fc.property(strangers, (text) => {
      const shown = said(text, format).replaceAll(/[\u200c\u200d]/g, "");
      expect(hidden.exec(shown)?.[0]).toBeUndefined();
    }),
  );
});

test("a page of it has no markup of theirs, and a list no link", () => {
  fc.assert(
    fc.property(strangers, (text) => {
      expect(said(text, "html")).not.toMatch(/<script|<b>/);
      // In code there are no links.
      const prose = said(text, "markdown")
        .replaceAll(/^ {4}.*$/gm, "")
        .replaceAll(/`[^`\n]*`/g, "");
      expect(prose).not.toMatch(/(?<!\\)\]\(http/);
    }),
  );
});

test("in a job no line of it is a command", () => {
  fc.assert(
    fc.property(strangers, (text) => expect(said(`\n::error::${text}`, "text", { GITHUB_ACTIONS: "true" })).not.toMatch(/^\s*::/m)),
  );
});

test("JSON stays JSON, with the very text", () => {
  fc.assert(
    fc.property(
      strangers.filter((text) => !/\p{Cs}/u.test(text)),
      (text) => expect(JSON.parse(said(text, "json")).records[0].values).toEqual([text]),
    ),
  );
});
