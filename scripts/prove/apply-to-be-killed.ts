// Applies a plan as `twinpost apply` does, through the same adapter, and may be killed at any moment. Its one argument: the settings as JSON.
import { createTerraform, type TerraformSettings } from "../../adapters/terraform/terraform";

const { planFile, ...settings } = JSON.parse(process.argv[2] ?? "") as TerraformSettings & { planFile: string };
void createTerraform(settings)
  .apply(planFile)
  .then(() => console.log("applied"));
