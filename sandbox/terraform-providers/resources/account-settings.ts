/**
 * Settings that every SendGrid account has once, of provider 3.1.0: creating one changes it, deleting one leaves it as it is, except the
 * bounce purge, which is switched off.
 */
import type { ApiClient, Json } from "../api-client";
import type { Value, Values } from "../codec";
import type { Resource } from "../provider";

interface Setting {
  title: string;
  path: string;
  defaults: Values;
  requestBody(planned: Values, prior: Values | null): object;
  stateOf(answer: Json): Values;
  remove?(api: ApiClient): Promise<unknown>;
}

const accountSetting = ({ title, path, defaults, requestBody, stateOf, remove }: Setting): Resource => {
  const read = async (api: ApiClient) => stateOf(await api.call("GET", path));
  const change = async (api: ApiClient, planned: Values, prior: Values | null) =>
    stateOf(await api.call("PATCH", path, requestBody(planned, prior)));
  return {
    title,
    defaults,
    create: (api, planned) => change(api, planned, null),
    read,
    update: change,
    remove: async (api) => {
      await remove?.(api);
    },
    importState: read,
  };
};

export const enforceTls = accountSetting({
  title: "enforceTLS",
  path: "/user/settings/enforced_tls",
  defaults: { version: 1.1 },
  // 3.1.0 sends only what changes, and `false` for a requirement that does not: changing one requirement drops the other.
  // Unsure: read in version 1.3 of its client library, not in 1.13, which it uses.
  requestBody: (planned, prior) => ({
    require_tls: newlyTrue(planned, prior, "require_tls"),
    require_valid_cert: newlyTrue(planned, prior, "require_valid_cert"),
    ...(planned.version === prior?.version ? {} : { version: planned.version }),
  }),
  stateOf: ({ require_tls, require_valid_cert, version }) => ({
    require_tls: require_tls ?? false,
    require_valid_cert: require_valid_cert ?? false,
    version: version ?? 0,
  }),
});

const newlyTrue = (planned: Values, prior: Values | null, name: string): boolean => planned[name] === true && prior?.[name] !== true;

export const clickTrackingSettings = accountSetting({
  title: "click tracking settings",
  path: "/tracking_settings/click",
  defaults: { enabled: false },
  requestBody: ({ enabled }) => ({ enabled: enabled === true }),
  stateOf: ({ enabled, enable_text }) => ({ enabled: enabled ?? false, enable_text: enable_text ?? false }),
});

const bouncePurge = "/mail_settings/bounce_purge";

export const bounceSettings = accountSetting({
  title: "bounce settings",
  path: bouncePurge,
  defaults: { enabled: true },
  requestBody: ({ enabled, soft_bounces, hard_bounces }) => ({
    enabled: enabled === true,
    ...days("soft_bounces", soft_bounces),
    ...days("hard_bounces", hard_bounces),
  }),
  stateOf: ({ enabled, soft_bounces, hard_bounces }) => ({
    enabled: enabled ?? false,
    soft_bounces: soft_bounces ?? 0,
    hard_bounces: hard_bounces ?? 0,
  }),
  remove: (api) => api.call("PATCH", bouncePurge, { enabled: false }),
});

const days = (name: string, value: Value | undefined): object => (typeof value === "number" ? { [name]: value } : {});
