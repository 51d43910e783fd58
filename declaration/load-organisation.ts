/** Loads the organisational domains: checked values out, or every fault at once. */

import { organisation } from "../environments/organisation";
import { checkData, faultsOf, faultText } from "./check";
import { loadEnvironments } from "./load";
import { loadAccounts } from "./load-accounts";
import { OperatorError } from "./operator-error";
import { brokenOrganisationRelations, otherZoneIds, ownedByEnvironments, withoutAccount } from "./relations/organisation";
import type { BrokenRelation } from "./relations/relations";
import type { Environment } from "./schema/environment";
import { type Organisation, organisationSchema } from "./schema/organisation";

const file = "environments/organisation.ts";

/** @throws OperatorError naming every fault. */
export function loadOrganisation(data: unknown = organisation, environments: readonly Environment[] = loadEnvironments()): Organisation {
  const checked = checkData({ file, value: data, schema: organisationSchema, broken: brokenOrganisationRelations(data) });
  const faults = "faults" in checked ? checked.faults : faultsOf(file, data, betweenFiles(checked.data, environments));
  if ("data" in checked && faults.length === 0) return checked.data;
  throw new OperatorError(faults.map(faultText).join("\n"), undefined, { exitCode: 2 });
}

const betweenFiles = (organisation: Organisation, environments: readonly Environment[]): BrokenRelation[] => [
  ...ownedByEnvironments(organisation, environments),
  ...otherZoneIds(organisation, environments),
  ...withoutAccount(organisation, loadAccounts([...environments])),
];
