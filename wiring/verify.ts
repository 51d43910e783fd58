/** Wires the verification of an environment, or of the organisational domains, to DNS and to the sending providers. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDnsClient } from "../adapters/dns/client";
import { createDnsLookup } from "../adapters/dns/lookup";
import { createResolve } from "../adapters/dns/resolve";
import { knownOrganisationalDomains, knownSendingDomain } from "../declaration/known-domains";
import { organisationName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import type { Organisation } from "../declaration/schema/organisation";
import type { EnvironmentTarget, Target } from "../declaration/target";
import type { DomainUnderCheck } from "../findings/domain/check-domain";
import type { Finding } from "../findings/finding";
import { remembering } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import { withScore } from "../workflows/score-forecast";
import { isSettled, type Verification, type VerifyEffects, type VerifyRequest, verify } from "../workflows/verify";
import { requireApplied } from "./applied";
import type { Connections } from "./connections";
import { recordIfPossible } from "./evidence";
import { scoreApplied } from "./forecast";
import { providerWirings } from "./providers/provider-wirings";
import { withTokens } from "./tokens";

interface VerifyOptions extends Pick<DomainUnderCheck, "addresses" | "blocklists"> {
  timeoutMs: number;
  /** Shows how records propagate while they are waited for. */
  watch(records: readonly MailRecord[]): Watch;
}

interface Watch extends Required<Pick<VerifyEffects, "observe">> {
  end(): void;
}

/** @returns with the line that a report begins with. @throws OperatorError for an account, which has no records. */
export async function verifyTarget(
  target: Target,
  options: VerifyOptions,
  connections: Connections,
): Promise<{ title: string; result: Verification }> {
  if (target.kind === "organisation") return verifyOrganisation(target.organisation, options, connections);
  if (target.kind === "environment") return verifyEnvironment(target, options, connections);
  throw new OperatorError(`"${target.name}" has no records to verify`, "pass an environment or the organisation with --env", {
    exitCode: 2,
  });
}

async function verifyEnvironment(target: EnvironmentTarget, { timeoutMs, watch, ...blocklists }: VerifyOptions, connections: Connections) {
  const { environment } = target;
  const { records } = await requireApplied(environment, connections);
  const domains = [{ ...knownSendingDomain(environment, records), ...blocklists }];
  const use = verifyEffects(environment, await withTokens(target, "admin", connections), timeoutMs);
  const verified = await watched({ sendingDomain: environment.sendingDomain, records, domains, timeoutMs }, use, watch);
  // What DNS does not say yet would be told once more, as a forecast that did not come true.
  const score = isSettled(verified) ? await scoreApplied(environment, records, connections, use.dns.resolve) : undefined;
  const result = withScore(verified, score);
  noteVerification(environment.name, result, connections);
  return { title: `${environment.name}: ${environment.sendingDomain}`, result };
}

async function verifyOrganisation(
  organisation: Organisation,
  { timeoutMs, watch, ...blocklists }: VerifyOptions,
  connections: Connections,
) {
  const { records } = await requireApplied({ name: organisationName, aws: organisation.aws }, connections);
  const domains = knownOrganisationalDomains(organisation).map((domain) => ({ ...domain, ...blocklists }));
  const sendingDomain = domains.map(({ domain }) => domain).join(", ");
  const use = { ...dnsEffects(connections, timeoutMs), validate: {} };
  const result = await watched({ sendingDomain, records, domains, timeoutMs }, use, watch);
  noteVerification(organisationName, result, connections);
  return { title: `${organisationName}: ${sendingDomain}`, result };
}

function noteVerification(target: string, { findings }: Pick<Verification, "findings">, connections: Connections): void {
  const count = (wanted: Finding["severity"]): number => findings.filter(({ severity }) => severity === wanted).length;
  const found = findings.map(({ id, severity, where }) => ({ id, severity, where }));
  const result = { errors: count("error"), warnings: count("warning"), findings: found };
  recordIfPossible({ kind: "verification", target, result }, connections);
}

function watched(request: VerifyRequest, use: VerifyEffects, watch: VerifyOptions["watch"]): Promise<Verification> {
  const propagation = watch(request.records);
  return verify(request, { ...use, observe: propagation.observe }).finally(propagation.end);
}

export function verifyEffects(environment: Environment, connections: Connections, timeoutMs: number): VerifyEffects {
  const limits = { deadline: Date.now() + timeoutMs, tryMs: Math.min(10_000, Math.max(1_000, timeoutMs / 4)) };
  const validate = Object.fromEntries(
    sendingProvidersOf(environment).map((provider) => [
      provider,
      () => providerWirings[provider].validate(environment, connections, limits),
    ]),
  );
  return { ...dnsEffects(connections, timeoutMs), validate };
}

/** @param timeoutMs after which verification ends: single questions are given a part of it, since each may be one of several in a row. */
function dnsEffects(connections: Connections, timeoutMs: number): Omit<VerifyEffects, "validate"> {
  const { resolvers, dnsPort } = connections.endpoints();
  const questionMs = Math.min(10_000, Math.max(500, timeoutMs / 4));
  // What is asked last, just before the time is over, may still be answered; and what DNS then says is still to be judged.
  const deadline = performance.now() + timeoutMs + questionMs;
  const dns = createDnsLookup({ resolvers, port: dnsPort, timeoutMs: questionMs, deadline });
  const client = createDnsClient({ timeoutMs: questionMs / 2, deadline });
  return {
    dns: {
      published: dns.published,
      visible: dns.visible,
      // Only asked once records have settled, so what it heard stays true; the forecast's score puts many of the same questions.
      resolve: remembering(createResolve({ resolvers, client })),
    },
    clock: {
      now: () => performance.now(),
      sleep: (ms) => sleep(ms, undefined, connections.signal ? { signal: connections.signal } : {}),
    },
  };
}
