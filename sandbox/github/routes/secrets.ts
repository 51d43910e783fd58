/**
 * Secrets of environments: https://docs.github.com/en/rest/actions/secrets. A value comes sealed for the environment's key (libsodium's sealed boxes)
 * and is kept as it came: this stand-in cannot open it, and gives it to nobody.
 */
import { createHash, generateKeyPairSync } from "node:crypto";
import { z } from "zod";
import { notFound, refuse } from "../github-error";
import type { EnvironmentSecret } from "../state";
import { type AddRepositoryRoute, page, type RepositoryCall, readBody } from "./add-route";
import { environmentPath, knownEnvironment } from "./environments";

const path = `${environmentPath}/secrets`;
/** A sealed box is 48 bytes longer than what it holds, which GitHub limits to 48 KB. */
const sealed = z
  .base64()
  .refine((text) => Buffer.from(text, "base64").length >= 48 && Buffer.from(text, "base64").length <= 48 + 48 * 1024);
const body = z.strictObject({ encrypted_value: sealed, key_id: z.string() });
const name = z.string().regex(/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/);

export function secretRoutes(add: AddRepositoryRoute): void {
  const keys = new WeakMap<object, { key_id: string; key: string }>();
  const keyOf = (call: RepositoryCall): { key_id: string; key: string } => {
    const { secrets } = knownEnvironment(call);
    const key = keys.get(secrets) ?? newKey();
    keys.set(secrets, key);
    return key;
  };

  add("GET", `${path}/public-key`, "environments=read", (call) => call.context.json(keyOf(call)));

  add("GET", path, "environments=read", (call) => page(call, [...knownEnvironment(call).secrets.values()], show, { name: "secrets" }));

  add("GET", `${path}/:secret`, "environments=read", (call) => call.context.json(show(known(call))));

  add("PUT", `${path}/:secret`, "environments=write", async (call) => {
    const { secrets } = knownEnvironment(call);
    const { encrypted_value, key_id } = await readBody(call, body);
    const key = call.param("secret").toUpperCase();
    if (!name.safeParse(key).success) return refuse(422, "Secret names can only contain alphanumeric characters or underscores.");
    if (key_id !== keyOf(call).key_id) return refuse(422, "The key_id does not match the environment's public key.");
    const old = secrets.get(key);
    secrets.set(key, { name: key, sealed: encrypted_value, createdAt: old?.createdAt ?? call.now(), updatedAt: call.now() });
    return old ? call.context.body(null, 204) : call.context.json({}, 201);
  });

  add("DELETE", `${path}/:secret`, "environments=write", (call) => {
    knownEnvironment(call).secrets.delete(known(call).name);
    return call.context.body(null, 204);
  });
}

function newKey(): { key_id: string; key: string } {
  const { x = "" } = generateKeyPairSync("x25519").publicKey.export({ format: "jwk" });
  const key = Buffer.from(x, "base64url").toString("base64");
  return { key_id: BigInt(`0x${createHash("sha1").update(key).digest("hex").slice(0, 16)}`).toString(), key };
}

const known = (call: RepositoryCall): EnvironmentSecret =>
  knownEnvironment(call).secrets.get(call.param("secret").toUpperCase()) ?? notFound();

const show = ({ name: shown, createdAt, updatedAt }: EnvironmentSecret): object => ({
  name: shown,
  created_at: createdAt,
  updated_at: updatedAt,
});
