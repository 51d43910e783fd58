/** Where the others and we differ, and who is right by the RFC's words. */
import { parseDkim } from "../../mail/dkim/record";
import type { Case } from "./corpus";
import type { Answer } from "./ours";

interface Found {
  judged: Case;
  ours: Answer;
  theirs: Answer;
  /** What the others said, in their words. */
  why: string;
}

export interface Difference {
  id: string;
  protocol: Case["protocol"];
  /** Who is right, and by what. */
  who: string;
  holds(found: Found): boolean;
}

const textsOf = (judged: Case): string => (judged.protocol === "spf" ? Object.values(judged.zone).flat().join("\n") : judged.text);
const dkim = (judged: Case): string => textsOf(judged);

export const differences: readonly Difference[] = [
  {
    id: "spf/include-of-itself",
    protocol: "spf",
    who: "ours: terms behind a match are not evaluated (RFC 7208 4.6.2), and recursion is an error by its look-ups (4.6.4); pyspf refuses the text",
    holds: ({ theirs, why }) => theirs === "permerror" && why.includes("trivial recursion"),
  },
  {
    id: "spf/void-look-ups-of-hosts",
    protocol: "spf",
    who: "ours: the limit is on terms whose own look-up finds nothing (RFC 7208 4.6.4); pyspf also counts addresses of exchangers and of the client's names",
    holds: ({ theirs, why, judged }) => theirs === "permerror" && why.includes("Void lookup") && /\b(mx|ptr)\b/i.test(textsOf(judged)),
  },
  {
    id: "spf/invisible-characters",
    protocol: "spf",
    who: "ours: a macro string has visible characters only (RFC 7208 7.1, macro-literal); pyspf takes a tab",
    holds: ({ ours, judged }) => ours === "permerror" && textsOf(judged).includes("\t"),
  },
  {
    id: "spf/no-labels",
    protocol: "spf",
    who: "ours: the number of labels to keep must not be 0 (RFC 7208 7.3); pyspf takes it",
    holds: ({ ours, judged }) => ours === "permerror" && /%\{[a-z]0/i.test(textsOf(judged)),
  },
  {
    id: "spf/exists-without-name",
    protocol: "spf",
    who: "ours: exists needs a name (RFC 7208 5.7); pyspf takes it without",
    holds: ({ ours, judged }) => ours === "permerror" && /exists( |$)/im.test(textsOf(judged)),
  },
  {
    id: "dmarc/other-white-space",
    protocol: "dmarc",
    who: "ours: white space is space and tab (RFC 9989 4.8, RFC 5234 B.1), and a no-break space belongs to the word beside it; checkdmarc skips it",
    holds: ({ ours, judged }) => typeof ours !== "string" && ours.told === "yes" && textsOf(judged).includes("\u00a0"),
  },
  {
    id: "dkim/version-behind",
    protocol: "dkim",
    who: "ours: v= must be the first tag (RFC 6376 3.6.1); dkimpy takes it anywhere",
    holds: ({ ours, judged }) => ours === "unusable" && parseDkim(dkim(judged)).errors.some(({ problem }) => problem.includes("version")),
  },
  {
    id: "dkim/other-service",
    protocol: "dkim",
    who: "ours: a key for other services is not for mail (RFC 6376 3.6.1, s=); dkimpy takes it",
    holds: ({ ours, judged }) =>
      ours === "unusable" && parseDkim(dkim(judged)).errors.some(({ problem }) => problem.includes("not for email")),
  },
  {
    id: "dkim/list-of-services",
    protocol: "dkim",
    who: "ours: s= is a list, of which one entry has to be mail's (RFC 6376 3.6.1); dkimpy compares the whole text",
    holds: ({ theirs, judged }) => theirs === "unusable" && /s=email *:/.test(dkim(judged)),
  },
  {
    id: "dkim/hash",
    protocol: "dkim",
    who: "ours: h= says which hashes may be used (RFC 6376 3.6.1), and only SHA-256 counts (RFC 8301 3.1); dkimpy does not look at it in the key",
    holds: ({ ours, judged }) => ours === "unusable" && parseDkim(dkim(judged)).errors.some(({ problem }) => problem.includes("SHA-256")),
  },
  {
    id: "dkim/base64",
    protocol: "dkim",
    who: "ours: characters outside the alphabet are not base64 (RFC 4648 3.3; RFC 6376 2.10 allows folding white space only); Python's decoder skips them",
    holds: ({ ours, judged }) => ours === "unusable" && parseDkim(dkim(judged)).errors.some(({ problem }) => problem.includes("valid key")),
  },
];
