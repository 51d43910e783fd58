/** The CDKTF app: one stack per environment, one for the organisation. `cdktf synth` and `twinpost plan` run it; its output is cdktf.out/stacks/. */
import { App } from "cdktf";
import { loadEnvironments } from "./environments/load";
import { loadOrganisation } from "./environments/load-organisation";
import { EmailStack } from "./stacks/email-stack";
import { OrganisationStack } from "./stacks/organisation-stack";

const app = new App();
const environments = loadEnvironments();
for (const environment of environments) new EmailStack(app, environment);
new OrganisationStack(app, { organisation: loadOrganisation(), environments });
app.synth();
