/** The CDKTF app: one stack per environment and per AWS account. `cdktf synth` and `twinpost plan` run it; its output is cdktf.out/stacks/. */
import { App } from "cdktf";
import { loadEnvironments } from "./environments/load";
import { loadAccounts } from "./environments/load-accounts";
import { AccountStack } from "./stacks/account-stack";
import { EmailStack } from "./stacks/email-stack";

const app = new App();
const environments = loadEnvironments();
for (const environment of environments) new EmailStack(app, environment);
for (const account of loadAccounts(environments)) new AccountStack(app, account);
app.synth();
