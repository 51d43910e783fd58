/**
 * Judges one request by all policies that apply to it, within one account and across two.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * Not here: the policies of an organisation (SCP, RCP) and of VPC endpoints, since the sandbox has neither.
 */
import { type PolicyDocument, statementsOf } from "./document";
import { isMeant, type Meant } from "./principal";
import { type IamRequest, isAbout } from "./statement";

/** In AWS's words. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
type PolicyKind = "identity-based policy" | "resource-based policy" | "permissions boundary" | "session policy";

export interface ApplyingPolicies {
  identity: readonly PolicyDocument[];
  boundary?: PolicyDocument;
  /** Of the session, given when the role was taken. Several allow together. */
  session?: readonly PolicyDocument[];
  resource?: PolicyDocument;
  /** Nothing is allowed without the resource's policy: of a KMS key, of a role that is to be taken, of another account's resource. */
  resourceDecides?: boolean;
  /** The resource belongs to another account: both sides must allow. */
  isElsewhere?: boolean;
}

export type Decision = { allowed: true } | { allowed: false; resource: string; by: PolicyKind; explicit: boolean };

/** @returns the first resource's denial: all must be allowed. */
export function judge(policies: ApplyingPolicies, request: IamRequest): Decision {
  for (const resource of request.resources) {
    const denied = denial(policies, request, resource);
    if (denied) return { allowed: false, resource, ...denied };
  }
  return { allowed: true };
}

type Denial = { by: PolicyKind; explicit: boolean };

function denial(policies: ApplyingPolicies, request: IamRequest, resource: string): Denial | undefined {
  const { identity, boundary, session, resource: own, resourceDecides, isElsewhere } = policies;
  const boundaries = boundary ? [boundary] : undefined;
  const speaking = (documents: readonly PolicyDocument[] | undefined, effect: "Allow" | "Deny"): boolean =>
    documents?.some((document) =>
      statementsOf(document).some((each) => each.Effect === effect && isAbout(each, document, request, resource)),
    ) ?? false;
  const given = own ? grant(own, "Allow", request, resource) : undefined;

  if (own && grant(own, "Deny", request, resource)) return { by: "resource-based policy", explicit: true };
  if (speaking(identity, "Deny")) return { by: "identity-based policy", explicit: true };
  if (speaking(boundaries, "Deny")) return { by: "permissions boundary", explicit: true };
  if (speaking(session, "Deny")) return { by: "session policy", explicit: true };

  if ((resourceDecides || isElsewhere) && !given) return { by: "resource-based policy", explicit: false };
  const isDirect = given === "session" || (given === "entity" && request.principal?.kind !== "session");
  if (isDirect && !isElsewhere) return undefined;
  const isGiven = given === "entity" && !isElsewhere;
  if (!isGiven && !speaking(identity, "Allow")) return { by: "identity-based policy", explicit: false };
  if (boundaries && !speaking(boundaries, "Allow")) return { by: "permissions boundary", explicit: false };
  if (session && !speaking(session, "Allow")) return { by: "session policy", explicit: false };
  return undefined;
}

const strength: Record<Meant, number> = { account: 1, entity: 2, session: 3 };

/** The strongest way in which a statement of that effect means the request's principal. */
function grant(document: PolicyDocument, effect: "Allow" | "Deny", request: IamRequest, resource: string): Meant | undefined {
  const found = statementsOf(document)
    .filter(({ Effect }) => Effect === effect)
    .flatMap((each) => {
      const how = isMeant(each, request.principal);
      return how && isAbout(each, document, request, resource) ? [how] : [];
    });
  return found.sort((one, other) => strength[other] - strength[one])[0];
}
