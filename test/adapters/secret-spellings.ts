/** Spellings of a secret that a text may have it in, by accident or to get it past us. */
import { deflateSync, gzipSync } from "node:zlib";

export const canary = "Zq8+Xw3/Ee5-Rr7_Tt9Yy2Uu4Ii6";

const bytes = Buffer.from(canary);
const half = canary.length / 2;
const [front, back] = [canary.slice(0, half), canary.slice(half)];
const backwards = (text: string): string => [...text].reverse().join("");
const each = (write: (character: string, code: number) => string): string =>
  [...canary].map((one) => write(one, one.charCodeAt(0))).join("");
const hex = (code: number): string => code.toString(16).padStart(2, "0");
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const shifted = (before: string): string => base64(`${before}${canary}!`);
const lines = (text: string, width: number): string => text.match(new RegExp(`.{1,${width}}`, "g"))?.join("\n") ?? "";

/** RFC 4648, RFC 3986 2.1, RFC 2045 6.7 and 6.8, RFC 8259 7, RFC 1952, HTML's character references, RFC 1035 3.3.14. */
export const spellings: [string, string][] = [
  ["as it is", canary],
  ["in small letters", canary.toLowerCase()],
  ["in capitals", canary.toUpperCase()],
  ["backwards", [...canary].reverse().join("")],
  ["hexadecimal", bytes.toString("hex")],
  ["hexadecimal in capitals", bytes.toString("hex").toUpperCase()],
  ["Base64", bytes.toString("base64")],
  ["Base64 after one byte", shifted("a")],
  ["Base64 after two bytes", shifted("ab")],
  ["Base64 for addresses", bytes.toString("base64url")],
  ["percent-encoded", each((_, code) => `%${hex(code)}`)],
  ["quoted-printable", each((_, code) => `=${hex(code).toUpperCase()}`)],
  ["escaped in JSON", each((_, code) => `\\u00${hex(code)}`)],
  ["character references", each((_, code) => `&#${code};`)],
  ["hexadecimal character references", each((_, code) => `&#x${hex(code)};`)],
  ["in two strings of a TXT record", `"${canary.slice(0, 10)}" "${canary.slice(10)}"`],
  ["with blanks", each((one) => `${one} `)],
  ["with characters that show nothing", each((one) => `${one}\u200b`)],
  ["on lines", each((one) => `${one}\n`)],
  ["escaped in Markdown", canary.replace(/[_/+-]/g, "\\$&")],
  ["percent-encoded twice", each((_, code) => `%25${hex(code)}`)],
  ["octal", each((_, code) => `\\${code.toString(8).padStart(3, "0")}`)],
  ["its halves changed about", `${back} ${front}`],
  ["its halves backwards", `${backwards(front)} and ${backwards(back)}`],
  ["one half of it", front],
  ["Base64 twice", base64(base64(canary))],
  ["Base64 of hexadecimal", base64(bytes.toString("hex"))],
  ["Base64 of UTF-16", base64(Buffer.from(canary, "utf16le"))],
  ["Base64 on lines of eight", lines(base64(`{"token":"${canary}"}`), 24)],
  ["compressed", gzipSync(canary).toString("base64")],
  ["compressed for addresses", gzipSync(`{"token":"${canary}"}`).toString("base64url")],
  ["deflated", deflateSync(`token ${canary}`).toString("base64")],
  ["compressed, in hexadecimal", gzipSync(canary).toString("hex")],
  [
    "over attributes of a plan",
    `x\n+     content.0: "${canary.slice(0, 9)}"\n+     content.1: "${canary.slice(9, 20)}"\n+     content.2: "${canary.slice(20)}"\n`,
  ],
  ["with tags", [...canary].join("<wbr>")],
  ["with named character references", canary.replaceAll("+", "&plus;").replaceAll("/", "&sol;").replaceAll("_", "&lowbar;")],
  ["with escapes of what shows nothing", each((one) => `${one}\\u200b`)],
  ["with escaped ends of lines", `${front}\\n${back}`],
];
