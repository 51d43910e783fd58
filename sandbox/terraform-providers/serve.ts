/**
 * Serves one provider over plugin protocol 6 on a loopback port. Terraform reaches it through TF_REATTACH_PROVIDERS, so there is no handshake and
 * no TLS, and Terraform neither starts nor ends it. All of Terraform's processes share it, each with a configuration of its own: for every
 * provider block Terraform opens a connection, configures over it, and makes all its calls through it.
 */
import { join } from "node:path";
import { type handleUnaryCall, loadPackageDefinition, Server, ServerCredentials, type ServiceDefinition, status } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { ApiClient } from "./api-client";
import { type DynamicValue, decodeValues, encodeValues, readStateJson, type Values } from "./codec";
import { planChange } from "./plan";
import type { Doing, Provider, Resource } from "./provider";
import { type Attributes, type Schema, toProtocolSchema } from "./schema";

interface Request {
  type_name: string;
  id: string;
  config: DynamicValue;
  current_state: DynamicValue;
  prior_state: DynamicValue;
  planned_state: DynamicValue;
  proposed_new_state: DynamicValue;
  raw_state: { json: Uint8Array };
}
/** @param peer the address of the connection. */
type Answer = (request: Request, peer: string) => object | Promise<object>;

export interface ServedProvider {
  port: number;
  stop(): void;
}

export async function serveProvider(provider: Provider): Promise<ServedProvider> {
  const server = new Server();
  server.addService(providerService(), Object.fromEntries(Object.entries(answers(provider)).map(([rpc, answer]) => [rpc, unary(answer)])));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { port, stop: () => server.forceShutdown() };
}

function providerService(): ServiceDefinition {
  const definition = loadSync(join(__dirname, "tfplugin6.proto"), { keepCase: true, longs: Number, enums: String, defaults: true });
  const loaded = loadPackageDefinition(definition).tfplugin6 as unknown as { Provider: { service: ServiceDefinition } };
  return loaded.Provider.service;
}

const unary =
  (answer: Answer): handleUnaryCall<Request, object> =>
  (call, callback) => {
    Promise.resolve(call.request)
      .then((request) => answer(request, call.getPeer()))
      .then(
        (response) => callback(null, response),
        (error: Error) => callback({ code: status.INTERNAL, message: error.stack ?? error.message }),
      );
  };

function answers(provider: Provider): Record<string, Answer> {
  const { schema, resources, dataSources } = provider;
  const clients = new Map<string, ApiClient>();
  const api = (peer: string): ApiClient => {
    const client = clients.get(peer);
    if (!client) throw new Error("the provider was called before it was configured");
    return client;
  };
  /** A failed call of the API is a diagnostic; the rest of the answer is `otherwise`. */
  const attempt = async (doing: Doing, title: string, work: () => Promise<object>, otherwise: object = {}): Promise<object> => {
    try {
      return await work();
    } catch (error) {
      return { ...otherwise, diagnostics: [{ severity: "ERROR", ...provider.explain(error, doing, title) }] };
    }
  };

  return {
    GetMetadata: () => ({ server_capabilities: capabilities, resources: typeNames(resources), data_sources: typeNames(dataSources) }),
    GetProviderSchema: () => ({
      provider: toProtocolSchema(schema.provider),
      resource_schemas: toProtocolSchemas(schema.resources),
      data_source_schemas: toProtocolSchemas(schema.data_sources),
      server_capabilities: capabilities,
    }),
    ValidateProviderConfig: () => ({}),
    ValidateResourceConfig: () => ({}),
    ValidateDataResourceConfig: () => ({}),
    StopProvider: () => ({}),

    ConfigureProvider: ({ config }, peer) => {
      clients.set(peer, provider.configure(decodeValues(schema.provider.block.attributes, config) ?? {}));
      return {};
    },

    UpgradeResourceState: ({ type_name, raw_state }) => {
      const { attributes } = find(provider, type_name);
      return { upgraded_state: encodeValues(attributes, readStateJson(attributes, raw_state.json)) };
    },

    ReadResource: ({ type_name, current_state }, peer) => {
      const { attributes, resource } = find(provider, type_name);
      const state = mustDecode(attributes, current_state);
      return attempt(
        "Reading",
        resource.title,
        async () => ({ new_state: encodeValues(attributes, await resource.read(api(peer), state)) }),
        {
          new_state: current_state,
        },
      );
    },

    PlanResourceChange: ({ type_name, prior_state, proposed_new_state, config }) => {
      const { attributes, resource } = find(provider, type_name);
      const proposed = decodeValues(attributes, proposed_new_state);
      if (!proposed) return { planned_state: proposed_new_state };
      const prior = decodeValues(attributes, prior_state);
      const { planned, replace } = planChange(attributes, resource, { prior, proposed, config: mustDecode(attributes, config) });
      return {
        planned_state: encodeValues(attributes, planned),
        requires_replace: replace.map((attribute_name) => ({ steps: [{ attribute_name }] })),
      };
    },

    ApplyResourceChange: ({ type_name, prior_state, planned_state }, peer) => {
      const { attributes, resource } = find(provider, type_name);
      const prior = decodeValues(attributes, prior_state);
      const planned = decodeValues(attributes, planned_state);
      const doing = !planned ? "Deleting" : prior ? "Updating" : "Creating";
      const work = async () => ({ new_state: encodeValues(attributes, await applyChange(api(peer), resource, prior, planned)) });
      return attempt(doing, resource.title, work, { new_state: prior_state });
    },

    ImportResourceState: ({ type_name, id }, peer) => {
      const { attributes, resource } = find(provider, type_name);
      return attempt("Importing", resource.title, async () => ({
        imported_resources: [{ type_name, state: encodeValues(attributes, await resource.importState(api(peer), id)) }],
      }));
    },

    ReadDataSource: ({ type_name, config }, peer) => {
      const attributes = attributesOf(schema.data_sources, type_name);
      const read = dataSources[type_name];
      if (!read) throw new Error(`no data source ${type_name}`);
      return attempt("Reading", type_name, async () => ({
        state: encodeValues(attributes, await read(api(peer), mustDecode(attributes, config))),
      }));
    },
  };
}

/** Terraform may keep the schema of its first call: it is always the same. */
const capabilities = { get_provider_schema_optional: true };

const typeNames = (named: object): object[] => Object.keys(named).map((type_name) => ({ type_name }));

const toProtocolSchemas = (schemas: Record<string, Schema>): object =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, toProtocolSchema(schema)]));

async function applyChange(api: ApiClient, resource: Resource, prior: Values | null, planned: Values | null): Promise<Values | null> {
  if (planned && prior) return resource.update(api, planned, prior);
  if (planned) return resource.create(api, planned);
  if (prior) await resource.remove(api, prior);
  return null;
}

function find({ schema, resources }: Provider, type: string): { attributes: Attributes; resource: Resource } {
  const resource = resources[type];
  if (!resource) throw new Error(`no resource ${type}`);
  return { attributes: attributesOf(schema.resources, type), resource };
}

function attributesOf(schemas: Record<string, Schema>, type: string): Attributes {
  const schema = schemas[type];
  if (!schema) throw new Error(`no schema for ${type}`);
  return schema.block.attributes;
}

function mustDecode(attributes: Attributes, value: DynamicValue): Values {
  const values = decodeValues(attributes, value);
  if (!values) throw new Error("a value is missing");
  return values;
}
