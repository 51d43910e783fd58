/**
 * Finds where Terraform gets its provider plugins: the registry, unless an unpacked mirror lies on this machine (air-gapped networks, some
 * CI machines). A mirror is a folder that holds registry.terraform.io/<namespace>/<name>/<version>/<platform>/.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#explicit-installation-method-configuration
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { OperatorError } from "../../declaration/operator-error";
import { plugins } from "./plugins";

const registry = "registry.terraform.io";

/** What the stacks require, exactly: a mirror that holds another version is of no use, and would keep Terraform from the registry. */
export const requiredPlugins = Object.fromEntries(Object.entries(plugins).map(([source, { version }]) => [source, version])) as Record<
  keyof typeof plugins,
  string
>;

export interface PluginSource {
  /** For the operator: "the registry", "the mirror <folder>", "your Terraform CLI configuration <file>". */
  description: string;
  /** Set for the terraform process; absent when Terraform finds its own way. */
  cliConfigFile?: string;
}

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * @param directory where a private CLI configuration may be written.
 * @throws OperatorError when the mirror of the setting holds nothing that is required.
 */
export function findPluginSource(env: Settings, directory: string, searched = searchedFolders(env)): PluginSource {
  const own = env.TF_CLI_CONFIG_FILE || join(env.HOME ?? homedir(), ".terraformrc");
  if (existsSync(own)) return { description: `your Terraform CLI configuration ${own}`, cliConfigFile: own };
  const mirror = searched.find((folder) => pluginsIn(folder).length > 0);
  if (env.TWINPOST_PROVIDER_MIRROR && mirror !== env.TWINPOST_PROVIDER_MIRROR) throw uselessMirror(env.TWINPOST_PROVIDER_MIRROR);
  const cliConfigFile = join(directory, "terraform.rc");
  mkdirSync(directory, { recursive: true });
  // Written in either case: TF_CLI_CONFIG_FILE may name a file that does not exist, about which Terraform warns at every command.
  const other = searched.some(holdsOtherVersions) ? "provider_installation {\n  direct {}\n}\n" : "";
  writeFileSync(cliConfigFile, mirror ? mirrorConfiguration(mirror) : other);
  return { description: mirror ? `the mirror ${mirror}` : "the registry", cliConfigFile };
}

/** In this order: the setting, Terraform's implied folders, the plugin cache, then any folder of the usual places for add-on software. */
function searchedFolders(env: Settings): string[] {
  const implied = [
    join(env.HOME ?? homedir(), ".terraform.d", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const addOns = ["/opt", "/usr/local"].flatMap((parent) => subfolders(parent).map((name) => join(parent, name)));
  return [env.TWINPOST_PROVIDER_MIRROR, ...implied, env.TF_PLUGIN_CACHE_DIR, ...addOns].filter((folder): folder is string =>
    Boolean(folder),
  );
}

/** The required plugins that lie there, by source address. A plugin cache has the same layout as an unpacked mirror. */
const pluginsIn = (folder: string): string[] =>
  Object.entries(requiredPlugins)
    .filter(([name, version]) => existsSync(join(folder, registry, name, version)))
    .map(([name]) => `"${registry}/${name}"`);

/** In one of Terraform's own folders a plugin of another version would keep Terraform from the registry. A packed one is a zip file beside them. */
const holdsOtherVersions = (folder: string): boolean =>
  Object.entries(requiredPlugins).some(([name, version]) => {
    const place = join(folder, registry, name);
    const held = existsSync(place) ? readdirSync(place) : [];
    return held.length > 0 && !held.some((each) => each === version || each.includes(`_${version}_`));
  });

const uselessMirror = (folder: string): OperatorError =>
  new OperatorError(
    `TWINPOST_PROVIDER_MIRROR: "${folder}" holds no plugin that is required, expected ${Object.entries(requiredPlugins)
      .map((plugin) => plugin.join(" "))
      .join(" or ")} below ${registry}/`,
    "fill it by `terraform providers mirror` on a synthesised stack and unpack it, or unset it to use the registry",
    { exitCode: 2 },
  );

/** Only what lies in the mirror is taken from it; everything else still comes from the registry. */
function mirrorConfiguration(mirror: string): string {
  const list = pluginsIn(mirror).join(", ");
  return [
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = [${list}]`,
    "  }",
    "  direct {",
    `    exclude = [${list}]`,
    "  }",
    "}",
    "",
  ].join("\n");
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
