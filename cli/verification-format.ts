/** The forms in which a verification is told. */

import { answerText } from "../reports/answer";
import type { VerificationView } from "../reports/verification/facts";
import { verificationHtml } from "../reports/verification/html";
import { domainAnswer, verificationAnswer } from "../reports/verification/json";
import { verificationMarkdown } from "../reports/verification/markdown";
import { verificationText } from "../reports/verification/text";
import type { Verification } from "../workflows/verify";
import type { DomainVerification } from "../workflows/verify-domain";
import type { ExitCode, World } from "./world";

export type VerificationFormat = "text" | "json" | "markdown" | "html";

/** @returns 1 when there are errors. */
export function writeVerification(
  title: string,
  result: Verification | DomainVerification,
  { format, json }: { format: VerificationFormat; json?: true },
  world: World,
): ExitCode {
  const view: VerificationView = { providers: [], ...result };
  const tell: Record<VerificationFormat, () => string> = {
    text: () => verificationText(view),
    json: () => ("domain" in result ? answerText(domainAnswer, result) : answerText(verificationAnswer, result)),
    markdown: () => verificationMarkdown(title, view),
    html: () => verificationHtml(title, view),
  };
  world.stdout.write(tell[json ? "json" : format]());
  return result.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
