/** What people do besides, in a managed policy of its own: the others of break-glass are nearly as long as IAM allows. */
import type { Environment } from "../../declaration/schema/environment";
import { seeAccountParts } from "./account-uses";
import { alertUses } from "./alert-uses";
import type { Statement } from "./document";
import { changeReplicas, recordAndTell } from "./role-policies";
import { supportUses } from "./support-uses";
import { statementsOf } from "./use";

export const peoplePolicy = (environment: Environment): Statement[] => [
  ...recordAndTell(environment),
  ...changeReplicas(environment),
  ...seeAccountParts(environment),
  ...statementsOf([...supportUses(environment), ...alertUses(environment)]),
];
