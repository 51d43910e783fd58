import { decode, encode } from "@msgpack/msgpack";
import { decodeValues, encodeValues, readStateJson, unknown } from "../../../sandbox/terraform-providers/codec";
import type { Attributes } from "../../../sandbox/terraform-providers/schema";

const attributes: Attributes = {
  name: { type: "string" },
  version: { type: "number" },
  tags: { type: ["set", "string"] },
  settings: { nested_type: { attributes: { flat: { type: "bool" }, ratio: { type: "number" } }, nesting_mode: "single" } },
  dns: { nested_type: { attributes: { host: { type: "string" } }, nesting_mode: "set" } },
  flags: { type: "dynamic" },
};
const empty = { name: null, version: null, tags: null, settings: null, dns: null, flags: null };

const raw = (values: object) => decode(encodeValues(attributes, { ...values }).msgpack);
const roundTrip = (values: Parameters<typeof encodeValues>[1]) => decodeValues(attributes, encodeValues(attributes, values));

describe("values on the wire", () => {
  it("come back as they went, unknown ones too", () => {
    const values = {
      ...empty,
      name: "a",
      version: 300,
      tags: ["x", unknown],
      settings: { flat: unknown, ratio: 0.1 },
      dns: [{ host: "s1" }, { host: unknown }],
    };
    expect(roundTrip(values)).toEqual(values);
    expect(roundTrip({ ...empty, dns: unknown })).toEqual({ ...empty, dns: unknown });
  });

  it("are null when there is no value", () => {
    expect([...encodeValues(attributes, null).msgpack]).toEqual([0xc0]);
    expect(roundTrip(null)).toBeNull();
  });

  it("encode an unknown value as Terraform does: extension 0 with one zero byte", () => {
    const text = Buffer.from(encodeValues({ name: { type: "string" } }, { name: unknown }).msgpack).toString("hex");
    expect(text.endsWith("d40000")).toBe(true);
  });

  it("read an unknown value with refinements as unknown", () => {
    const refined = Buffer.concat([encode({ name: 0 }).subarray(0, -1), Buffer.from([0xc7, 0x02, 0x0c, 0x81, 0x01])]);
    expect(decodeValues({ name: { type: "string" } }, { msgpack: refined })).toEqual({ name: unknown });
  });

  it("send fractions as decimal text, and read numbers sent as text", () => {
    expect(raw({ version: 1.2 })).toMatchObject({ version: "1.2" });
    expect(decodeValues(attributes, { msgpack: encode({ ...empty, version: "1.2" }) })).toMatchObject({ version: 1.2 });
  });

  it("have every attribute of the schema and no other", () => {
    expect(raw({ name: "a", stranger: 1, settings: {} })).toEqual({ ...empty, name: "a", settings: { flat: null, ratio: null } });
  });

  it("are read from a state file that lacks newer attributes", () => {
    expect(readStateJson(attributes, Buffer.from('{"name":"a","old":true}'))).toEqual({ ...empty, name: "a" });
  });

  it("pass a value of any type untouched", () => {
    const flags = [Buffer.from('"number"'), 0];
    expect(raw({ flags })).toMatchObject({ flags: [new Uint8Array(flags[0] as Buffer), 0] });
  });
});
