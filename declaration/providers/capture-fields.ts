/** The fields about the capture server, of an environment. */
import { group, number, text } from "../schema/field-kinds";

export const captureFields = group('The test server of an environment whose sending provider is "capture".', {
  host: text<string>((value) => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(value), {
    problem: "is not a host",
    expected: "a host name in lower case, or an IPv4 address",
    remedy: 'write "localhost" for the container of compose.yaml',
  }).describe("The host that accepts mail."),
  port: number((value) => Number.isInteger(value) && value >= 1 && value <= 65_535, {
    problem: "is not a port",
    expected: "a whole number from 1 to 65535",
    remedy: "write 1025 for the container of compose.yaml",
  }).describe("Its SMTP port."),
  api: text<`http${string}`>((value) => URL.canParse(value) && /^https?:\/\/[^/?#@\s]+$/.test(value), {
    problem: "is not the address of a mailbox API",
    expected: "http://… or https://… without user, path or final slash",
    remedy: 'write "http://localhost:8025" for the container of compose.yaml',
  }).describe("The address of its mailbox API."),
}).optional();
