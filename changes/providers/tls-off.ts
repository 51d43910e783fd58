/** The finding that a sending provider would no longer require TLS of receivers. */
import { type Finding, findingOf } from "../../findings/finding";

export const tlsOff = (where: string, provider: string, willBe: string): Finding =>
  findingOf("tls/not-required", { where, what: `${provider} would send to receivers without TLS: required -> ${willBe}` });
