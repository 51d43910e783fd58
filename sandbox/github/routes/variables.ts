/** Variables of environments: https://docs.github.com/en/rest/actions/variables. Their names are kept in capitals. */
import { z } from "zod";
import { notFound, refuse } from "../github-error";
import type { Variable } from "../state";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";
import { environmentPath, knownEnvironment } from "./environments";

const newVariable = z.strictObject({ name: z.string().regex(/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i), value: z.string() });
const path = `${environmentPath}/variables`;

export function variableRoutes(add: AddRepositoryRoute): void {
  add("GET", path, "environments=read", (call) =>
    page(call, [...knownEnvironment(call).variables.values()], show, { name: "variables", most: 30 }),
  );

  add("POST", path, "environments=write", async (call) => {
    const { variables } = knownEnvironment(call);
    const { name, value } = await readBody(call, newVariable);
    const key = name.toUpperCase();
    if (variables.has(key)) return refuse(409, "Already exists - Variable already exists");
    variables.set(key, { name: key, value, createdAt: call.now(), updatedAt: call.now() });
    return call.context.json({}, 201);
  });

  add("GET", `${path}/:variable`, "environments=read", (call) => call.context.json(show(known(call))));

  add("PATCH", `${path}/:variable`, "environments=write", async (call) => {
    const old = known(call);
    const { name = old.name, value = old.value } = await readBody(call, newVariable.partial());
    const { variables } = knownEnvironment(call);
    if (name.toUpperCase() !== old.name) variables.delete(old.name);
    variables.set(name.toUpperCase(), { ...old, name: name.toUpperCase(), value, updatedAt: call.now() });
    return call.context.body(null, 204);
  });

  add("DELETE", `${path}/:variable`, "environments=write", (call) => {
    knownEnvironment(call).variables.delete(known(call).name);
    return call.context.body(null, 204);
  });
}

const known = (call: RepositoryCall): Variable => knownEnvironment(call).variables.get(call.param("variable").toUpperCase()) ?? notFound();

const show = ({ name, value, createdAt, updatedAt }: Variable): object => ({ name, value, created_at: createdAt, updated_at: updatedAt });
