/** The real terraform on one JSON configuration, in a folder of its own, with nothing but reattached providers. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Result {
  code: number;
  output: string;
}

export interface Terraform {
  directory: string;
  write(configuration: object): void;
  run(...args: string[]): Promise<Result>;
  /** Throws when the exit code is another. Line breaks in the output become spaces, since Terraform wraps what a provider says. */
  must(code: number, ...args: string[]): Promise<string>;
  outputs(): Promise<Record<string, unknown>>;
  remove(): void;
}

export function prepareTerraform(): Terraform & { reattach: string } {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-tf-"));
  const cliConfig = join(directory, "terraform.rc");
  writeFileSync(cliConfig, "");
  const terraform = {
    directory,
    reattach: "",
    write: (configuration: object) => writeFileSync(join(directory, "main.tf.json"), JSON.stringify(configuration)),
    run: (...args: string[]) =>
      new Promise<Result>((resolve) => {
        const env = {
          PATH: process.env.PATH,
          HOME: directory,
          CHECKPOINT_DISABLE: "1",
          TF_CLI_CONFIG_FILE: cliConfig,
          TF_DATA_DIR: join(directory, "data"),
          TF_REATTACH_PROVIDERS: terraform.reattach,
        };
        execFile("terraform", [...args, "-no-color"], { cwd: directory, env }, (error, stdout, stderr) => {
          resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
        });
      }),
    async must(code: number, ...args: string[]) {
      const result = await terraform.run(...args);
      if (result.code !== code)
        throw new Error(`terraform ${args.join(" ")}: exit code ${result.code}, expected ${code}\n${result.output}`);
      return result.output.replace(/\s+/g, " ");
    },
    async outputs() {
      const outputs = JSON.parse(await terraform.must(0, "output", "-json")) as Record<string, { value: unknown }>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
  return terraform;
}
