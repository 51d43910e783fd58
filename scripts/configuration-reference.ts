// `npm run docs`: writes docs/configuration.md. test/structure/configuration-reference.test.ts says when it must be run again.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { accountSchema } from "../declaration/schema/account";
import { environmentSchema } from "../declaration/schema/environment";
import { organisationSchema } from "../declaration/schema/organisation";
import { configurationMarkdown, type ReferencePart } from "../reports/configuration/markdown";
import { declared } from "../test/fixtures/declared";

export const referenceFile = join(__dirname, "..", "docs", "configuration.md");
export const command = "npm run docs";

const parts: ReferencePart[] = [
  {
    title: "An environment",
    about: "`environments/<name>.ts`, listed in `environments/declared.ts`; `npx twinpost init` writes both.",
    schema: environmentSchema,
  },
  {
    title: "The organisation",
    about: "`environments/organisation.ts`: the domains above the environments' sending domains, which other tools send from too.",
    schema: organisationSchema,
  },
  {
    title: "An AWS account",
    about: "Each entry of `environments/accounts.ts`: what is declared once per account that environments live in.",
    schema: accountSchema,
  },
];

export const reference = (): string => configurationMarkdown(parts, declared.environments, command);

if (require.main === module) writeFileSync(referenceFile, reference());
