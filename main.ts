/**
 * The CDKTF app: one stack per environment and per AWS account, one for the organisation. `cdktf synth` and `twinpost plan` run it; its
 * output is cdktf.out/stacks/. A fault in one environment's file leaves the other environments' stacks as they are. `TWINPOST_STACK` is the name of
 * the only stack that is wanted.
 */
import { App } from "cdktf";
import { faultText } from "./declaration/check";
import { accountStackName, organisationName, stackName } from "./declaration/names/stacks";
import { AccountStack } from "./stacks/account-stack";
import { EmailStack } from "./stacks/email-stack";
import { OrganisationStack } from "./stacks/organisation-stack";
import { loadDeclaredFiles } from "./wiring/declared";

// Read before source maps are switched off: faults are told with their lines.
const declared = loadDeclaredFiles({ env: process.env, directory: process.cwd() });

// CDKTF notes for every token where it was made. Finding those places in the TypeScript took a tenth of the time, for lines that only an
// error needs: they are found then.
process.setSourceMapsEnabled(false);
process.on("uncaughtExceptionMonitor", () => process.setSourceMapsEnabled(true));

const app = new App();
const { environments, faults } = declared;
const only = process.env.TWINPOST_STACK;
const isWanted = (stack: string): boolean => !only || stack === only;
for (const environment of environments) if (isWanted(stackName(environment.name))) new EmailStack(app, environment);
// These are made of every environment: one left out would lose its roles.
if (faults.length === 0) {
  const organisation = declared.organisation();
  for (const account of declared.accounts()) if (isWanted(accountStackName(account.id))) new AccountStack(app, account, organisation);
  if (isWanted(organisationName)) new OrganisationStack(app, { organisation, environments });
}
app.synth();

for (const fault of faults) process.stderr.write(`${faultText(fault)}\n`);
if (faults.length > 0 && !environments.some(({ name }) => stackName(name) === only)) process.exitCode = 2;
