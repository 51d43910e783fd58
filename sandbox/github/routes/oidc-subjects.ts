/**
 * What the subjects of jobs' tokens are made of: https://docs.github.com/en/rest/actions/oidc. Unsure: the form of `sub_claim_prefix`, and what GitHub
 * says of an organisation that has no template.
 */
import { z } from "zod";
import { requirePermission } from "../access";
import { isImmutable, subjectPrefix } from "../oidc/subject";
import type { SubjectTemplate } from "../state";
import { knownOrganisation } from "./accounts";
import { type AddRepositoryRoute, type AddRoute, readBody } from "./add-route";

const keys = z.array(z.string().regex(/^\w+$/)).refine((names) => new Set(names).size === names.length);
const ofOrganisation = z.strictObject({ include_claim_keys: keys.optional(), use_immutable_subject: z.boolean().optional() });
const ofRepository = ofOrganisation.extend({ use_default: z.boolean() });
const path = "/actions/oidc/customization/sub";
const none: SubjectTemplate = { keys: undefined, isImmutable: undefined };

export function oidcSubjectRoutes(add: AddRepositoryRoute): void {
  add("GET", path, "actions=read", ({ context, repository, state }) => {
    const { isDefault, keys: include_claim_keys } = repository.subject;
    const organisation = state.subjects.get(repository.owner.login.toLowerCase());
    return context.json({
      use_default: isDefault,
      ...(isDefault || !include_claim_keys ? {} : { include_claim_keys }),
      use_immutable_subject: isImmutable(repository, organisation),
      sub_claim_prefix: subjectPrefix(repository, organisation),
    });
  });

  add("PUT", path, "actions=write", async (call) => {
    const body = await readBody(call, ofRepository);
    const { isImmutable: old } = call.repository.subject;
    call.repository.subject = {
      isDefault: body.use_default,
      keys: body.include_claim_keys,
      isImmutable: body.use_immutable_subject ?? old,
    };
    return call.context.json({}, 201);
  });
}

export function organisationSubjectRoutes(add: AddRoute): void {
  add("GET", `/orgs/:org${path}`, (call) => {
    requirePermission(call.token, "organization_administration=read");
    const template = call.state.subjects.get(knownOrganisation(call).login.toLowerCase()) ?? none;
    const use_immutable_subject = template.isImmutable;
    return call.context.json({
      include_claim_keys: template.keys ?? ["repo", "context"],
      ...(use_immutable_subject === undefined ? {} : { use_immutable_subject }),
    });
  });

  add("PUT", `/orgs/:org${path}`, async (call) => {
    requirePermission(call.token, "organization_administration=write");
    const login = knownOrganisation(call).login.toLowerCase();
    const old = call.state.subjects.get(login) ?? none;
    const body = await readBody(call, ofOrganisation);
    call.state.subjects.set(login, {
      keys: body.include_claim_keys ?? old.keys,
      isImmutable: body.use_immutable_subject ?? old.isImmutable,
    });
    return call.context.json({}, 201);
  });
}
