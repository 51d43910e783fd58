/** Wires the verification of an environment, or of the organisational domains, to DNS and to the sending providers. */
import { setTimeout as sleep } from "node:timers/promises";
import { createDnsClient } from "../adapters/dns/client";
import { createDnsLookup } from "../adapters/dns/lookup";
import { createResolve } from "../adapters/dns/resolve";
import { readEndpoints } from "../adapters/endpoints";
import { knownOrganisationalDomains, knownSendingDomain } from "../declaration/known-domains";
import { organisationName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import type { Organisation } from "../declaration/schema/organisation";
import type { EnvironmentTarget, Target } from "../declaration/target";
import type { DomainUnderCheck } from "../findings/domain/check-domain";
import type { Finding } from "../findings/finding";
import { remembering } from "../mail/dns/resolve";
import { withScore } from "../workflows/score-forecast";
import { isSettled, type Verification, type VerifyEffects, type VerifyRequest, verify } from "../workflows/verify";
import { requireApplied } from "./applied";
import { recordIfPossible } from "./evidence";
import { scoreApplied } from "./forecast";
import { showPropagation } from "./propagation";
import { providerWirings } from "./providers/provider-wirings";
import { withTokens } from "./tokens";
import type { World } from "./world";

interface VerifyOptions extends Pick<DomainUnderCheck, "addresses" | "blocklists"> {
  timeoutMs: number;
}

/** @returns with the line that a report begins with. @throws OperatorError for an account, which has no records. */
export async function verifyTarget(target: Target, options: VerifyOptions, world: World): Promise<{ title: string; result: Verification }> {
  if (target.kind === "organisation") return verifyOrganisation(target.organisation, options, world);
  if (target.kind === "environment") return verifyEnvironment(target, options, world);
  throw new OperatorError(`"${target.name}" has no records to verify`, "pass an environment or the organisation with --env", {
    exitCode: 2,
  });
}

async function verifyEnvironment(target: EnvironmentTarget, { timeoutMs, ...blocklists }: VerifyOptions, world: World) {
  const { environment } = target;
  const { records } = await requireApplied(environment, world);
  const domains = [{ ...knownSendingDomain(environment, records), ...blocklists }];
  const use = verifyEffects(environment, await withTokens(target, "admin", world), timeoutMs);
  const verified = await watched({ sendingDomain: environment.sendingDomain, records, domains, timeoutMs }, use, world);
  // What DNS does not say yet would be told once more, as a forecast that did not come true.
  const score = isSettled(verified) ? await scoreApplied(environment, records, world, use.dns.resolve) : undefined;
  const result = withScore(verified, score);
  noteVerification(environment.name, result, world);
  return { title: `${environment.name}: ${environment.sendingDomain}`, result };
}

async function verifyOrganisation(organisation: Organisation, { timeoutMs, ...blocklists }: VerifyOptions, world: World) {
  const { records } = await requireApplied({ name: organisationName, aws: organisation.aws }, world);
  const domains = knownOrganisationalDomains(organisation).map((domain) => ({ ...domain, ...blocklists }));
  const sendingDomain = domains.map(({ domain }) => domain).join(", ");
  const use = { ...dnsEffects(world, timeoutMs), validate: {} };
  const result = await watched({ sendingDomain, records, domains, timeoutMs }, use, world);
  noteVerification(organisationName, result, world);
  return { title: `${organisationName}: ${sendingDomain}`, result };
}

function noteVerification(target: string, { findings }: Pick<Verification, "findings">, world: World): void {
  const count = (wanted: Finding["severity"]): number => findings.filter(({ severity }) => severity === wanted).length;
  const found = findings.map(({ id, severity, where }) => ({ id, severity, where }));
  const result = { errors: count("error"), warnings: count("warning"), findings: found };
  recordIfPossible({ kind: "verification", target, result }, world);
}

function watched(request: VerifyRequest, use: VerifyEffects, world: World): Promise<Verification> {
  const propagation = showPropagation(request.records, world);
  return verify(request, { ...use, observe: propagation.observe }).finally(propagation.end);
}

export function verifyEffects(environment: Environment, world: World, timeoutMs: number): VerifyEffects {
  const limits = { deadline: Date.now() + timeoutMs, tryMs: Math.min(10_000, Math.max(1_000, timeoutMs / 4)) };
  const validate = Object.fromEntries(
    sendingProvidersOf(environment).map((provider) => [provider, () => providerWirings[provider].validate(environment, world, limits)]),
  );
  return { ...dnsEffects(world, timeoutMs), validate };
}

/** @param timeoutMs after which verification ends: single questions are given a part of it, since each may be one of several in a row. */
function dnsEffects(world: World, timeoutMs: number): Omit<VerifyEffects, "validate"> {
  const { resolvers, dnsPort } = readEndpoints(world.env);
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
      sleep: (ms) => sleep(ms, undefined, world.signal ? { signal: world.signal } : {}),
    },
  };
}
