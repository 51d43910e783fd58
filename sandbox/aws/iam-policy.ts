/** Judges a request by policies alone, whoever makes it: what tests of the declared roles, and SES's submission, ask. */
import { type PolicyDocument, statementsOf } from "./policy/document";
import { isMeant } from "./policy/principal";
import { type IamRequest, isAbout } from "./policy/statement";

export type { PolicyDocument } from "./policy/document";
export type { IamRequest } from "./policy/statement";

/** An explicit Deny wins, an Allow is needed, everything else is denied. Whom a statement means counts only if the request has a principal. */
export function isAllowed(policies: readonly PolicyDocument[], request: IamRequest): boolean {
  const { principal } = request;
  return request.resources.every((resource) => {
    const applying = policies.flatMap((document) =>
      statementsOf(document).filter(
        (each) => (!principal || isMeant(each, principal) !== undefined) && isAbout(each, document, request, resource),
      ),
    );
    return applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny");
  });
}
