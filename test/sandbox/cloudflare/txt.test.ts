import { normaliseTxt, parseTxt } from "../../../sandbox/cloudflare/txt";

const long = "k".repeat(300);
const split = [long.slice(0, 255), long.slice(255)];

describe("TXT content", () => {
  it.each([
    ["bare text", "v=spf1 -all", ["v=spf1 -all"]],
    ["one quoted string", '"v=spf1 -all"', ["v=spf1 -all"]],
    ["several quoted strings", '"one" "two"', ["one", "two"]],
    ["quoted strings without a space between", '"one""two"', ["one", "two"]],
    ["escapes", '"a\\"b\\\\c\\059d"', ['a"b\\c;d']],
    ["text whose quotes do not match", '"one" two', ['"one" two']],
    ["bare text over 255 bytes", long, split],
    ["a quoted string over 255 bytes", `"${long}"`, split],
  ])("serves %s as character strings", (_, content, strings) => {
    expect(parseTxt(content)).toEqual(strings);
  });

  it.each(["v=spf1 -all", '"v=spf1 -all"', '"one" "two"', `"${split[0]}" "${split[1]}"`])(
    "is stored as sent when it fits: %.30s",
    (content) => {
      expect(normaliseTxt(content)).toBe(content);
    },
  );

  it("is stored split and quoted when a string is too long", () => {
    expect(normaliseTxt(`"${long}"`)).toBe(`"${split[0]}" "${split[1]}"`);
    expect(normaliseTxt(long)).toBe(`"${split[0]}" "${split[1]}"`);
    expect(normaliseTxt(`"${'\\"'.repeat(256)}"`)).toBe(`"${'\\"'.repeat(255)}" "\\""`);
  });

  it("counts bytes, not characters", () => {
    expect(parseTxt("é".repeat(128))).toEqual(["é".repeat(127), "é"]);
  });
});
