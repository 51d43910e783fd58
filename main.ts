/**
 * The CDKTF app: one stack per environment and per AWS account, one for the organisation. `cdktf synth` and `twinpost plan` run it; its
 * output is cdktf.out/stacks/.
 */
import { App } from "cdktf";
import { loadEnvironments } from "./declaration/load";
import { loadAccounts } from "./declaration/load-accounts";
import { loadOrganisation } from "./declaration/load-organisation";
import { OperatorError } from "./declaration/operator-error";
import { AccountStack } from "./stacks/account-stack";
import { EmailStack } from "./stacks/email-stack";
import { OrganisationStack } from "./stacks/organisation-stack";

// CDKTF notes for every token where it was made. Finding those places in the TypeScript took a tenth of the time, for lines that only an
// error needs: they are found then.
process.setSourceMapsEnabled(false);
process.on("uncaughtExceptionMonitor", () => process.setSourceMapsEnabled(true));

try {
  const app = new App();
  const environments = loadEnvironments();
  for (const environment of environments) new EmailStack(app, environment);
  const organisation = loadOrganisation();
  for (const account of loadAccounts(environments)) new AccountStack(app, account, organisation);
  new OrganisationStack(app, { organisation, environments });
  app.synth();
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n${error.remedy ? `  ${error.remedy}\n` : ""}`);
  process.exitCode = error.exitCode;
}
