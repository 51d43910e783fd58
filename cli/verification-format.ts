/** The forms in which a verification is told. */

import { OperatorError } from "../declaration/operator-error";
import { namesStandIn } from "../declaration/service-addresses";
import { version } from "../package.json";
import { answerText } from "../reports/answer";
import { tell } from "../reports/tell";
import type { VerificationView } from "../reports/verification/facts";
import { verificationHtml } from "../reports/verification/html";
import { domainAnswer, domainsAnswer, verificationAnswer } from "../reports/verification/json";
import { verificationMarkdown } from "../reports/verification/markdown";
import { verificationText } from "../reports/verification/text";
import type { Verification } from "../workflows/verify";
import type { DomainVerification } from "../workflows/verify-domain";
import type { ExitCode, World } from "./world";

export type VerificationFormat = "text" | "json" | "markdown" | "html";

/** Of several domains one after the other; as JSON a list of them. @returns 1 when one has errors. */
export function writeDomains(
  results: readonly DomainVerification[],
  options: { format: VerificationFormat; json?: true },
  world: World,
): ExitCode {
  const [only] = results;
  if (only && results.length === 1) return writeVerification(only.domain, only, options, world);
  const isJson = options.json === true || options.format === "json";
  if (options.format === "html" && !isJson) {
    throw new OperatorError("--format html is one page for one domain", "verify the domains one by one, or choose another format", {
      exitCode: 2,
    });
  }
  if (isJson) {
    world.stdout.write(answerText(domainsAnswer, { domains: [...results] }));
    return results.some(hasErrors) ? 1 : 0;
  }
  const codes = results.map((result) => {
    if (options.format === "text") tell(world.stdout, `\n${result.domain}\n\n`);
    return writeVerification(result.domain, result, options, world);
  });
  const failed = results.filter(hasErrors);
  if (options.format === "text") {
    tell(
      world.stdout,
      `\n${results.length} domains, ${failed.length} with errors${failed.length > 0 ? `: ${failed.map(({ domain }) => domain).join(", ")}` : ""}\n`,
    );
  }
  return codes.includes(1) ? 1 : 0;
}

const hasErrors = ({ findings }: Pick<DomainVerification, "findings">): boolean => findings.some(({ severity }) => severity === "error");

/** @returns 1 when there are errors. */
export function writeVerification(
  title: string,
  result: Verification | DomainVerification,
  { format, json }: { format: VerificationFormat; json?: true },
  world: World,
): ExitCode {
  const view: VerificationView = { providers: [], ...result };
  const said: Record<VerificationFormat, () => string> = {
    text: () => verificationText(view),
    json: () => ("domain" in result ? answerText(domainAnswer, result) : answerText(verificationAnswer, result)),
    markdown: () => verificationMarkdown(title, view),
    html: () => verificationHtml(title, view, { at: new Date(), version, isLive: !namesStandIn(world.env) }),
  };
  const form = json ? "json" : format;
  if (form === "text") tell(world.stdout, said.text());
  else world.stdout.write(said[form]());
  return hasErrors(result) ? 1 : 0;
}
