/** The CDKTF app: one stack per environment. `cdktf synth` and `twinpost plan` run it; its output is cdktf.out/stacks/. */
import { App } from "cdktf";
import { loadEnvironments } from "./environments/load";
import { EmailStack } from "./stacks/email-stack";

const app = new App();
for (const environment of loadEnvironments()) new EmailStack(app, environment);
app.synth();
