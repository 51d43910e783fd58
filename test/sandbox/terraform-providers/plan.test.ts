import { unknown, type Values } from "../../../sandbox/terraform-providers/codec";
import { planChange, settle } from "../../../sandbox/terraform-providers/plan";
import type { Attributes } from "../../../sandbox/terraform-providers/schema";

const attributes: Attributes = {
  id: { type: "string", computed: true },
  name: { type: "string", required: true },
  proxied: { type: "bool", optional: true, computed: true },
  modified_on: { type: "string", computed: true },
  settings: {
    nested_type: { attributes: { flat: { type: "bool", optional: true, computed: true } }, nesting_mode: "single" },
    optional: true,
    computed: true,
  },
};
const rules = { defaults: { proxied: false }, keep: ["id", "settings"], replace: ["name"] };
const configured = { id: null, name: "a", proxied: null, modified_on: null, settings: null };
const prior: Values = { id: "1", name: "a", proxied: false, modified_on: "today", settings: { flat: false } };

describe("a plan", () => {
  it("has defaults, and is unknown where only the API knows", () => {
    const { planned, replace } = planChange(attributes, rules, { prior: null, proposed: configured, config: configured });
    expect(planned).toEqual({ id: unknown, name: "a", proxied: false, modified_on: unknown, settings: unknown });
    expect(replace).toEqual([]);
  });

  it("is the prior state when nothing changes", () => {
    expect(planChange(attributes, rules, { prior, proposed: prior, config: configured })).toEqual({ planned: prior, replace: [] });
  });

  it("keeps what stays the same in a change, and replaces what can't change", () => {
    const { planned, replace } = planChange(attributes, rules, {
      prior,
      proposed: { ...prior, name: "b" },
      config: { ...configured, name: "b" },
    });
    expect(planned).toEqual({ ...prior, name: "b", modified_on: unknown });
    expect(replace).toEqual(["name"]);
  });

  it("is unknown inside an object that is configured in part", () => {
    const config = { ...configured, settings: { flat: null } };
    expect(planChange(attributes, rules, { prior: null, proposed: config, config }).planned.settings).toEqual({ flat: unknown });
  });

  it("is completed by the API's answer, never contradicted by it", () => {
    const planned = { id: unknown, name: "a.", settings: { flat: unknown }, tags: ["x"] };
    expect(settle(planned, { id: "1", name: "a", settings: { flat: true }, tags: [] })).toEqual({
      id: "1",
      name: "a.",
      settings: { flat: true },
      tags: ["x"],
    });
  });
});
