/** Who is told of a new login, in memory: a fake ECS client, and a webhook on loopback. */
import type { ECS } from "@aws-sdk/client-ecs";
import { forceNewDeployment, readDeployments } from "../../adapters/aws/ecs-service";
import type { Environment } from "../../declaration/schema/environment";
import type { Consumer } from "../../declaration/schema/rotation-shape";
import type { Connections } from "../../wiring/connections";
import { readRollouts, refreshConsumers } from "../../wiring/consumers";
import { useCannedServer } from "../adapters/canned-server";
import { staging } from "../fixtures/environments/staging";

const startServer = useCannedServer();

const backend: Consumer = { kind: "ecs", cluster: "market-edge", service: "backend" };
const place = { cluster: "market-edge", service: "backend" };
const running = {
  id: "ecs-svc/1",
  status: "PRIMARY",
  rolloutState: "COMPLETED",
  taskDefinition: "backend:7",
  runningCount: 2,
  desiredCount: 2,
};

/** Answers DescribeServices, and remembers what UpdateService was asked. */
function fakeEcs(services: object[]) {
  const asked: object[] = [];
  const client = {
    describeServices: async (input: object) => {
      asked.push(input);
      return { services };
    },
    updateService: async (input: object) => {
      asked.push(input);
      return {};
    },
  };
  return { ecs: client as unknown as ECS, asked };
}

const tell = (consumers: Consumer[] | undefined, ecs: ECS) => {
  const environment: Environment = { ...staging, ...(consumers ? { consumers } : {}) };
  return refreshConsumers(environment, { aws: () => ({ ecs }) } as unknown as Pick<Connections, "aws">);
};

describe("a service of ECS", () => {
  test("is started anew with the task definition that it runs", async () => {
    const { ecs, asked } = fakeEcs([{ status: "ACTIVE", deployments: [running] }]);
    await tell([backend], ecs);
    expect(asked).toEqual([
      { cluster: "market-edge", services: ["backend"] },
      { ...place, taskDefinition: "backend:7", forceNewDeployment: true },
    ]);
  });

  test.each([
    ["a deployment is under way", [{ ...running, rolloutState: "IN_PROGRESS" }]],
    ["an older deployment is still under way", [running, { ...running, id: "ecs-svc/0", status: "ACTIVE", rolloutState: "IN_PROGRESS" }]],
    ["it has no deployment", []],
  ])("is left alone while %s", async (_, deployments) => {
    const { ecs, asked } = fakeEcs([{ status: "ACTIVE", deployments }]);
    await expect(tell([backend], ecs)).rejects.toThrow("backend");
    expect(asked).toEqual([{ cluster: "market-edge", services: ["backend"] }]);
  });

  test("is read with its deployments", async () => {
    const { ecs } = fakeEcs([{ status: "ACTIVE", deployments: [running] }]);
    expect(await readDeployments(ecs, place)).toEqual([
      {
        ...{ id: "ecs-svc/1", primary: true, state: "COMPLETED", reason: "", taskDefinition: "backend:7", running: 2, desired: 2 },
      },
    ]);
  });

  test.each([
    ["there is none", []],
    ["it was deleted", [{ status: "INACTIVE", deployments: [running] }]],
  ])("is named with its cluster where %s", async (_, services) => {
    await expect(readDeployments(fakeEcs(services).ecs, place)).rejects.toThrow(/"backend".*"market-edge"/);
  });

  test("hides no error of AWS", async () => {
    const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException", $fault: "client" });
    const ecs = { updateService: () => Promise.reject(denied) } as unknown as ECS;
    await expect(forceNewDeployment(ecs, place, "backend:7")).rejects.toMatchObject({ code: "AccessDeniedException" });
  });
});

describe("what runs", () => {
  const services = [{ status: "ACTIVE", deployments: [running] }];
  const look = (more: object) => {
    const ecs = { ...fakeEcs(services).ecs, ...more } as ECS;
    return readRollouts({ ...staging, consumers: [backend] }, { aws: () => ({ ecs }) } as unknown as Pick<Connections, "aws">);
  };

  test("is told by task, with the deployment that started it and its images", async () => {
    const containers = [{ imageDigest: "sha256:b" }, { imageDigest: "sha256:a" }];
    const tasks = [
      { startedBy: "ecs-svc/1", containers },
      { startedBy: "ecs-svc/0", containers: [{}] },
    ];
    const found = await look({ listTasks: async () => ({ taskArns: ["one", "two"] }), describeTasks: async () => ({ tasks }) });
    expect(found).toMatchObject([
      {
        name: "market-edge/backend",
        tasks: [
          { deployment: "ecs-svc/1", images: ["sha256:a", "sha256:b"] },
          { deployment: "ecs-svc/0", images: undefined },
        ],
      },
    ]);
  });

  test("is told without tasks by a role that may not read them; what cannot be read at all is a value", async () => {
    const denied = () => Promise.reject(Object.assign(new Error("no"), { name: "AccessDeniedException", $fault: "client" }));
    expect(await look({ listTasks: denied })).toMatchObject([{ deployments: [{ id: "ecs-svc/1" }], tasks: undefined }]);
    expect(await look({ describeServices: denied, listTasks: denied })).toEqual([
      { name: "market-edge/backend", unknown: expect.stringContaining("AccessDenied") },
    ]);
  });
});

describe("a webhook", () => {
  test("is called with the environment and the event", async () => {
    const { url, asked } = await startServer({ status: 204 });
    await tell([{ kind: "webhook", url: `${url}/settings` }], fakeEcs([]).ecs);
    expect(asked).toMatchObject([{ method: "POST", path: "/settings", headers: { "content-type": "application/json" } }]);
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ environment: "staging", event: "application-secret-changed" });
  });

  test.each([301, 404, 500])("was not told when it answers %i", async (status) => {
    const { url } = await startServer({ status });
    await expect(tell([{ kind: "webhook", url }], fakeEcs([]).ecs)).rejects.toThrow(`${url} answered ${status}`);
  });
});

test("one that fails keeps nobody else from being told", async () => {
  const { url, asked } = await startServer({ status: 200 });
  const consumers: Consumer[] = [backend, { kind: "webhook", url }];
  await expect(tell(consumers, fakeEcs([]).ecs)).rejects.toThrow("1 of 2");
  expect(asked).toHaveLength(1);
});

test.each([
  ["not declared", undefined],
  ["an empty list", []],
] as const)("nobody is told where consumers are %s", async (_, consumers) => {
  const { ecs, asked } = fakeEcs([]);
  await tell(consumers && [...consumers], ecs);
  expect(asked).toEqual([]);
});
