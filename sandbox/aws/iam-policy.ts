/** Judges a request by policies alone, whoever makes it: what tests of the declared roles, and SES's submission, ask. */
import { type PolicyDocument, type Statement, statementsOf } from "./policy/document";
import { isMeant } from "./policy/principal";
import { type IamRequest, isAbout, isAboutAction } from "./policy/statement";

export type { PolicyDocument } from "./policy/document";
export type { IamRequest } from "./policy/statement";

/** An explicit Deny wins, an Allow is needed, everything else is denied. Whom a statement means counts only if the request has a principal. */
export function isAllowed(policies: readonly PolicyDocument[], request: IamRequest): boolean {
  const { action, principal } = request;
  return request.resources.every((resource) => {
    const applying = policies.flatMap((document) =>
      statementsAbout(document, action).filter(
        (each) => (!principal || isMeant(each, principal) !== undefined) && isAbout(each, document, request, resource),
      ),
    );
    return applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny");
  });
}

/** Documents do not change once they are read, and a table of roles asks about the same actions some 100,000 times. */
const known = new WeakMap<PolicyDocument, Map<string, Statement[]>>();

function statementsAbout(document: PolicyDocument, action: string): Statement[] {
  const byAction = known.get(document) ?? new Map<string, Statement[]>();
  known.set(document, byAction);
  const before = byAction.get(action);
  if (before) return before;
  const statements = statementsOf(document).filter((each) => isAboutAction(each, action));
  byAction.set(action, statements);
  return statements;
}
