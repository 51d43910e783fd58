/** What was not told is not known; what need not be there is absent, not wrong. */
import { sightOf, type VerificationView } from "../../../reports/verification/facts";

type Row = VerificationView["records"][number];
const record = { type: "TXT", name: "example.com" } as const;
const answers = (outcome: string) => ({ published: [{ outcome }], visible: [{ outcome }] });
const row = (changes: Partial<Row>): Row => ({ record, published: false, visible: false, ...changes }) as Row;

test.each([
  [row({ published: true, visible: true, answers: answers("answer") }), "yes"],
  [row({ answers: answers("no-data") }), "no"],
  [row({ answers: answers("failed") }), "not known"],
  [row({ values: [], published: true, visible: true, answers: answers("no-data") }), "absent"],
  [row({ values: [], answers: answers("failed") }), "not known"],
  [row({ values: [], answers: { published: [], visible: [] } }), "not known"],
  [row({ values: ["v=spf1 -all"], published: true, answers: answers("answer") }), "yes"],
] as const)("%j: %s", (each, expected) => {
  expect(sightOf(each, "published")).toBe(expected);
});
