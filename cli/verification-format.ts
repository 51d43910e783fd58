/** The forms in which a verification is told. */
import type { VerificationView } from "../reports/verification/facts";
import { verificationHtml } from "../reports/verification/html";
import { verificationMarkdown } from "../reports/verification/markdown";
import { verificationText } from "../reports/verification/text";
import type { ExitCode, World } from "../wiring/world";

export type VerificationFormat = "text" | "json" | "markdown" | "html";

/** @returns 1 when there are errors. */
export function writeVerification(
  title: string,
  result: Omit<VerificationView, "providers"> & Partial<Pick<VerificationView, "providers">>,
  { format, json }: { format: VerificationFormat; json?: true },
  world: World,
): ExitCode {
  const view = { providers: [], ...result };
  const tell: Record<VerificationFormat, () => string> = {
    text: () => verificationText(view),
    json: () => `${JSON.stringify(result)}\n`,
    markdown: () => verificationMarkdown(title, view),
    html: () => verificationHtml(title, view),
  };
  world.stdout.write(tell[json ? "json" : format]());
  return result.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
